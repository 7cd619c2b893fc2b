internal import Files
internal import Glibc

/// The `.gitignore` beside the stack file.
struct IgnoreFile {
  let directory: String

  /// The line that keeps the sandbox's state out of Git.
  static let line = ".kmsctl/"

  /// Appends the line unless it is there, and says whether it was missing.
  func addSandbox() throws -> Bool {
    let path = Paths.join(directory, ".gitignore")
    let content = try content(path)
    // As Git sees lines: no other character ends one.
    let lines = content.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      .map { String(decoding: $0, as: UTF8.self) }
    let known = [Self.line, ".kmsctl", "/.kmsctl/", "/.kmsctl"]
    guard !lines.contains(where: known.contains) else { return false }
    let isMidLine = content.last.map { $0 != UInt8(ascii: "\n") } ?? false
    let bytes = Array(((isMidLine ? "\n" : "") + Self.line + "\n").utf8)
    let descriptor = open(path, Self.appending, 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure(.error, "cannot write \(path)", nextStep: "check the directory")
    }
    defer { close(descriptor) }
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw CommandFailure(.error, "\(path) could not be written completely")
    }
    return true
  }

  /// What the file says; nothing when there is none, and never because it could not be read.
  private func content(_ path: String) throws -> [UInt8] {
    do throws(FileFault) {
      // Git follows no link that is called .gitignore.
      return try BoundedFile.read(path, atMost: Self.maximumBytes, followsLinks: false)
    } catch {
      if error.isMissing { return [] }
      throw CommandFailure(
        .error, "cannot read \(path): it \(error.message)",
        nextStep: "see that it is a file you may read; it needs the line '\(Self.line)'")
    }
  }

  private static let maximumBytes = 1 << 20
  private static let appending =
    O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
}
