import Texts

/// Paths as text: nothing here looks at the disk.
enum PathText {
  /// A path without `.`, doubled or trailing slashes, and with `..` resolved where possible.
  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.parts(at: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.begins(with: "/") {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if path.begins(with: "/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// A path seen from a directory; absolute ones stay what they are.
  static func absolute(_ path: String, from directory: String) -> String {
    normalized(path.begins(with: "/") ? path : "\(directory)/\(path)")
  }

  /// An absolute path as somebody in a directory would write it.
  static func relative(_ path: String, to directory: String) -> String {
    let target = normalized(path).parts(at: "/")
    let base = normalized(directory).parts(at: "/")
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let up = Array(repeating: Substring(".."), count: base.count - shared)
    let joined = (up + target[shared...]).joined(separator: "/")
    return joined.isEmpty ? "." : joined
  }

  /// Whether a path is another one or lies below it; both absolute.
  static func isInside(_ path: String, _ directory: String) -> Bool {
    let path = normalized(path)
    let directory = normalized(directory)
    return path == directory || path.begins(with: directory == "/" ? "/" : directory + "/")
  }

  /// The directory a path lies in.
  static func parent(of path: String) -> String {
    let path = normalized(path)
    guard let slash = path.unicodeScalars.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
