internal import FoundationEssentials

/// The top of the Git repository a directory lies in.
struct RepositoryRoot {
  /// The directory that holds `.git`.
  let path: String
  /// `.git` itself, or what a worktree's `.git` file points at.
  let gitDirectory: String

  /// Looks in a directory and above it.
  init?(above directory: String) {
    var path = directory
    while true {
      if let git = Self.gitDirectory(in: path) {
        (self.path, gitDirectory) = (path, git)
        return
      }
      guard let parent = Paths.parent(of: path) else { return nil }
      path = parent
    }
  }

  private static func gitDirectory(in directory: String) -> String? {
    let path = Paths.join(directory, ".git")
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      return nil
    }
    if isDirectory { return path }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let line = text.split(whereSeparator: \.isNewline).first, line.hasPrefix("gitdir: ")
    else { return nil }
    return Paths.join(directory, String(line.dropFirst(8)))
  }
}
