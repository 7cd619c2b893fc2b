/// How far a stack's files may reach: its repository, or outside of one its own directory.
///
/// Problems print source lines, and plans of a merge request are read by many. A path or a link in
/// it must therefore not lead to the other files of the machine that plans it.
struct StackBoundary {
  /// The directory without symbolic links; nothing when it cannot be found.
  private let root: String?
  /// The directory's last part, for messages.
  let name: String

  init(directory: String) {
    let start = try? FileAccess.realPath(directory)
    var current = start
    while let path = current, (try? FileAccess.entry(PathText.absolute(".git", from: path))) == nil
    {
      current = path == "/" ? nil : PathText.parent(of: path)
    }
    root = current ?? start
    name = root.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "/"
  }

  /// Whether a path, symbolic links followed, stays inside.
  func holds(_ path: String) throws(FileAccess.Failure) -> Bool {
    guard let root else { return true }
    return PathText.isInside(try FileAccess.realPath(path), root)
  }
}
