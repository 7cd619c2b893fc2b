internal import Texts

/// Paths as texts.
enum Paths {
  /// A path below a directory, unless it is absolute already.
  static func join(_ directory: String, _ path: String) -> String {
    if path.begins(with: "/") { return path }
    return directory.ends(with: "/") ? directory + path : "\(directory)/\(path)"
  }

  /// The directory above; nothing above the root.
  static func parent(of path: String) -> String? {
    let trimmed = path.count > 1 && path.ends(with: "/") ? String(path.dropLast()) : path
    guard trimmed != "/", let slash = trimmed.unicodeScalars.lastIndex(of: "/") else { return nil }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The last part.
  static func name(of path: String) -> String {
    path.parts(at: "/").last.map(String.init) ?? ""
  }
}
