internal import Glibc

/// The symbolic links on the way to a place: whoever owns one decides where it leads.
struct LinkedPath {
  /// A link that is not followed.
  struct Objection: Equatable {
    var link: String
    /// Whose it is, or what it leads to is.
    var owner: uid_t
    var isTarget: Bool
  }

  private static let longestChain = 40

  /// The first link among a path's parents that is neither the caller's nor root's, or leads to a
  /// directory of somebody else; the path itself is not looked at.
  static func objection(to path: String) throws(SystemError) -> Objection? {
    try objection(toParentsOf: path, depth: 0)
  }

  private static func objection(
    toParentsOf path: String, depth: Int
  ) throws(SystemError) -> Objection? {
    var parents: [String] = []
    var parent = PathText.parent(path)
    while parent != "/" {
      parents.append(parent)
      parent = PathText.parent(parent)
    }
    for parent in parents.reversed() {
      if let found = try objection(toLink: parent, depth: depth) { return found }
    }
    return nil
  }

  private static func objection(
    toLink link: String, depth: Int
  ) throws(SystemError) -> Objection? {
    var status = stat()
    // What is missing will be made, and cannot be a link.
    guard lstat(link, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return nil }
    guard depth < longestChain else { throw SystemError("follow", link, number: ELOOP) }
    guard isTrusted(status.st_uid) else {
      return Objection(link: link, owner: status.st_uid, isTarget: false)
    }
    guard stat(link, &status) == 0 else { throw SystemError("follow", link) }
    guard isTrusted(status.st_uid) else {
      return Objection(link: link, owner: status.st_uid, isTarget: true)
    }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(link, &buffer, buffer.count)
    guard count >= 0 else { throw SystemError("read", link) }
    let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let absolute = PathText.absolute(target, in: PathText.parent(link))
    // The links that the target's own path goes through, and the target where it is one again.
    if let found = try objection(toParentsOf: absolute, depth: depth + 1) { return found }
    return try objection(toLink: absolute, depth: depth + 1)
  }

  private static func isTrusted(_ owner: uid_t) -> Bool { owner == geteuid() || owner == 0 }
}
