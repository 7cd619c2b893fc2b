internal import FoundationEssentials

/// The commit a directory is at, read from `.git` without running git.
///
/// A repository is input like any other: a program named by its configuration must never run.
struct GitRevision {
  /// The full id of the commit.
  let commit: String

  /// The first digits, as people use them.
  var short: String { String(commit.prefix(8)) }

  /// Looks in a directory and above it; nothing outside a repository or before the first commit.
  init?(at directory: String) {
    guard let root = RepositoryRoot(above: directory),
      let head = Self.read(root.gitDirectory + "/HEAD"),
      let commit = Self.resolve(head, in: root.gitDirectory)
    else { return nil }
    self.commit = commit
  }

  private static func resolve(_ head: String, in gitDirectory: String) -> String? {
    guard head.hasPrefix("ref: ") else { return commit(head) }
    let name = String(head.dropFirst(5))
    guard !name.contains("..") else { return nil }
    let shared = sharedDirectory(gitDirectory)
    return read("\(gitDirectory)/\(name)").flatMap(commit)
      ?? read("\(shared)/\(name)").flatMap(commit)
      ?? packed(name, in: shared)
  }

  /// A worktree keeps its branches in the repository it belongs to.
  private static func sharedDirectory(_ gitDirectory: String) -> String {
    guard let path = read(gitDirectory + "/commondir") else { return gitDirectory }
    return path.hasPrefix("/") ? path : "\(gitDirectory)/\(path)"
  }

  private static func packed(_ name: String, in directory: String) -> String? {
    guard let list = read(directory + "/packed-refs") else { return nil }
    let line = list.split(separator: "\n").first { $0.hasSuffix(" \(name)") }
    return line.flatMap { commit(String($0.prefix { $0 != " " })) }
  }

  private static func commit(_ text: String) -> String? {
    (40...64).contains(text.count) && text.allSatisfy { $0.isASCII && $0.isHexDigit } ? text : nil
  }

  private static func read(_ path: String) -> String? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let end = text.lastIndex { !$0.isWhitespace }
    return end.map { String(text[...$0]) }
  }
}
