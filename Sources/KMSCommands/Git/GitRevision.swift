internal import Files
internal import Texts

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
    guard let name = head.rest(after: "ref: ").map(String.init) else { return commit(head) }
    guard !name.holds(text: "..") else { return nil }
    let shared = sharedDirectory(gitDirectory)
    return read("\(gitDirectory)/\(name)").flatMap(commit)
      ?? read("\(shared)/\(name)").flatMap(commit)
      ?? packed(name, in: shared)
  }

  /// A worktree keeps its branches in the repository it belongs to.
  private static func sharedDirectory(_ gitDirectory: String) -> String {
    guard let path = read(gitDirectory + "/commondir") else { return gitDirectory }
    return path.begins(with: "/") ? path : "\(gitDirectory)/\(path)"
  }

  private static func packed(_ name: String, in directory: String) -> String? {
    guard let list = read(directory + "/packed-refs") else { return nil }
    let line = list.parts(at: "\n").first { $0.ends(with: " \(name)") }
    return line?.halves(at: " ").flatMap { commit(String($0.before)) }
  }

  private static func commit(_ text: String) -> String? {
    (40...64).contains(text.utf8.count) && text.consists(\.isASCIIHexDigit) ? text : nil
  }

  private static func read(_ path: String) -> String? {
    guard let text = RepositoryRoot.text(path) else { return nil }
    let end = text.unicodeScalars.lastIndex { !$0.properties.isWhitespace }
    return end.map { String(text.unicodeScalars[...$0]) }
  }
}
