internal import Glibc

/// A file that must not exist yet.
struct NewFile {
  let path: String
  let text: String

  /// Fails when something has the file's name, before anything is asked or written.
  func checkAbsent() throws {
    var status = stat()
    guard lstat(path, &status) != 0 else { throw Self.existsAlready(path) }
    guard errno == ENOENT || errno == ENOTDIR else {
      throw CommandFailure(
        .error, "cannot look at \(path): \(String(cString: strerror(errno)).lowercased())",
        nextStep: "check the directory")
    }
  }

  /// Creates the file and the directories above it; fails when it is there, in one system call.
  func write() throws {
    if let parent = Paths.parent(of: path) { Self.makeDirectories(parent) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      guard errno != EEXIST else { throw Self.existsAlready(path) }
      throw CommandFailure(
        .error, "cannot write \(path)", nextStep: "check the directory")
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw CommandFailure(.error, "\(path) could not be written completely")
    }
  }

  static func existsAlready(_ path: String) -> CommandFailure {
    CommandFailure(
      .usage, "\(path) exists already", nextStep: "move it away; init never overwrites")
  }

  private static func makeDirectories(_ path: String) {
    guard access(path, F_OK) != 0 else { return }
    if let parent = Paths.parent(of: path) { makeDirectories(parent) }
    _ = mkdir(path, 0o755)
  }
}
