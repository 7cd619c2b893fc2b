import Diagnostics
import KMSModel
import YAMLSource

extension DestinationDecoder {
  static let directoryFields = FieldTable(
    required: ["path"], optional: ["ephemeral", "sdk", "group"])
  static let ephemeralWords = ["accepted"]
  static let extraWords = DirectorySpec.Extra.allCases.map(\.rawValue)

  /// `directory`, when the entry is one.
  static func readDirectory(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> DestinationSpec.Place? {
    guard let directory = reader.mapping("directory", directoryFields, &problems) else {
      return nil
    }
    let path = directory.text("path", &problems)
    let ephemeral = directory.word("ephemeral", of: ephemeralWords, &problems)
    let extras = (directory.texts("sdk", of: "files", &problems) ?? []).filter {
      ValueReader.check($0, "an entry of 'sdk'", isOneOf: extraWords, &problems)
    }
    let group = directory.text("group", &problems)
    guard let path else { return nil }
    // A path that cannot be meant still counts as a place, or a second complaint would follow.
    _ = PathCheck.check(path, "'path'", isDestination: true, &problems)
    return .directory(
      DirectorySpec(
        path: path.value, isEphemeralAccepted: ephemeral != nil,
        extras: extras.compactMap { DirectorySpec.Extra(rawValue: $0.value) },
        group: group?.value))
  }
}
