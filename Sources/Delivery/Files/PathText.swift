internal import Glibc
internal import Texts

/// Paths as text, without looking at the disk unless a name says so.
public enum PathText {
  /// An absolute path with `.`, `..` and doubled slashes taken out.
  public static func absolute(_ path: String, in baseDirectory: String) -> String {
    let joined = path.begins(with: "/") ? path : "\(baseDirectory)/\(path)"
    var parts: [Substring] = []
    for part in joined.parts(at: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Everything before the last component.
  static func parent(_ path: String) -> String {
    guard let slash = path.unicodeScalars.lastIndex(of: "/"), slash != path.startIndex else {
      return "/"
    }
    return String(path[..<slash])
  }

  /// Whether something is there, links followed; what cannot be looked at counts as there.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  /// The path with every link of its existing part resolved.
  static func resolvingLinks(_ path: String) -> String {
    var existing = path
    var missing: [String] = []
    while existing != "/", !exists(existing) {
      missing.append(existing.parts(at: "/").last.map(String.init) ?? "")
      existing = parent(existing)
    }
    guard let resolved = realpath(existing, nil) else { return path }
    defer { free(resolved) }
    return absolute(
      ([String(cString: resolved)] + missing.reversed()).joined(separator: "/"), in: "/")
  }
}
