internal import FoundationEssentials
internal import Glibc

/// The `.gitignore` beside the stack file.
struct IgnoreFile {
  let directory: String

  /// The line that keeps the sandbox's state out of Git.
  static let line = ".kmsctl/"

  /// Appends the line unless it is there, and says whether it was missing.
  func addSandbox() throws -> Bool {
    let path = Paths.join(directory, ".gitignore")
    let text = String(decoding: try content(path), as: UTF8.self)
    // As Git sees lines: no other character ends one.
    let lines = text.utf8.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
      .map { String(decoding: $0, as: UTF8.self) }
    let known = [Self.line, ".kmsctl", "/.kmsctl/", "/.kmsctl"]
    guard !lines.contains(where: known.contains) else { return false }
    let isMidLine = text.utf8.last.map { $0 != UInt8(ascii: "\n") } ?? false
    let bytes = Array(((isMidLine ? "\n" : "") + Self.line + "\n").utf8)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
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
  private func content(_ path: String) throws -> Data {
    if access(path, F_OK) != 0, errno == ENOENT || errno == ENOTDIR { return Data() }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(
        .error, "cannot read \(path)",
        nextStep: "see that it is a file you may read; it needs the line '\(Self.line)'")
    }
    return data
  }
}
