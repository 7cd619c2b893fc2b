internal import Texts

extension DirectoryDestination {
  private static let stagingPrefix = ".staging-"
  private static let linkPrefix = ".current-"

  static func stagingName(_ id: String) -> String { stagingPrefix + id }

  static func linkName(_ id: String) -> String { linkPrefix + id }

  /// The key a directory in here is for, staged or published.
  static func id(ofDirectory name: String) -> String? {
    let id = name.rest(after: stagingPrefix).map(String.init) ?? name
    return KeyFiles.isSafe(id) ? id : nil
  }

  /// The key that a link which never became `current` was for.
  static func id(ofLink name: String) -> String? {
    guard let id = name.rest(after: linkPrefix).map(String.init) else { return nil }
    return KeyFiles.isSafe(id) ? id : nil
  }
}
