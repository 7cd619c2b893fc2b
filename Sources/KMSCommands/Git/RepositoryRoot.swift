internal import Files
internal import FoundationEssentials
internal import Texts

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
    guard let line = text(path)?.parts(at: "\n").first, let place = line.rest(after: "gitdir: ")
    else { return nil }
    return Paths.join(directory, String(place))
  }

  /// A file of a repository; nothing when it is not there, no text, or no file of ordinary size.
  static func text(_ path: String) -> String? {
    guard let bytes = try? BoundedFile.read(path, atMost: maximumBytes) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Room for the packed references of a very large repository.
  private static let maximumBytes = 32 << 20
}
