public import Diagnostics

/// Finds the stack a directory belongs to.
public enum StackLocator {
  /// The name of the stack file.
  public static let fileName = "kmsctl.yaml"

  /// The stack file in a directory or above it, up to the root of its repository.
  ///
  /// The root is the directory that holds `.git`. Outside a repository only the directory itself
  /// counts: a stack somebody left in a shared directory above must not take over.
  public static func locate(from directory: String) -> String? {
    let start = PathText.absolute(directory, from: FileAccess.currentDirectory)
    var candidate: String?
    var current = start
    while true {
      let path = PathText.absolute(fileName, from: current)
      if candidate == nil, FileAccess.exists(path) { candidate = path }
      if FileAccess.exists(PathText.absolute(".git", from: current)) { return candidate }
      guard current != "/" else { break }
      current = PathText.parent(of: current)
    }
    return candidate.flatMap { PathText.parent(of: $0) == start ? $0 : nil }
  }

  /// What to say when there is none.
  public static func notFound(from directory: String) -> Diagnostic {
    Diagnostic(
      .error, ManifestCheck.stackNotFound.code,
      "no \(fileName) in '\(directory)' or above it in its repository", at: nil,
      notes: [Diagnostic.Note("'kmsctl init' writes one; '-C' and '--stack' say where it is")])
  }
}
