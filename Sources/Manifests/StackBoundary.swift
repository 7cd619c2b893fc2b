import Texts

/// How far a stack's files may reach: its repository, or outside of one its own directory.
///
/// Problems print source lines, and plans of a merge request are read by many. A path or a link in
/// it must therefore not lead to the other files of the machine that plans it.
struct StackBoundary {
  /// The directory without symbolic links, or why it cannot be known.
  private let root: Result<String, FileAccess.Failure>
  /// The directory's last part, for messages.
  let name: String

  init(directory: String) {
    root = Result { () throws(FileAccess.Failure) in
      let start = try FileAccess.realPath(directory)
      var current = start
      while !FileAccess.exists(PathText.absolute(".git", from: current)) {
        guard current != "/" else { return start }
        current = PathText.parent(of: current)
      }
      return current
    }
    name = (try? root.get()).flatMap { $0.parts(at: "/").last.map(String.init) } ?? "/"
  }

  /// Whether a path, symbolic links followed, stays inside.
  func holds(_ path: String) throws(FileAccess.Failure) -> Bool {
    PathText.isInside(try FileAccess.realPath(path), try root.get())
  }
}
