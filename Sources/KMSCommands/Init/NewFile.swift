internal import Glibc

/// A file that must not exist yet.
struct NewFile {
  let path: String

  /// Creates the file and the directories above it; fails when it is there, in one system call.
  func write(_ text: String) throws {
    if let parent = Paths.parent(of: path) { Self.makeDirectories(parent) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      let isThere = errno == EEXIST
      throw CommandFailure(
        isThere ? .usage : .error, isThere ? "\(path) exists already" : "cannot write \(path)",
        nextStep: isThere ? "move it away; init never overwrites" : "check the directory")
    }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
      throw CommandFailure(.error, "\(path) could not be written completely")
    }
  }

  private static func makeDirectories(_ path: String) {
    guard access(path, F_OK) != 0 else { return }
    if let parent = Paths.parent(of: path) { makeDirectories(parent) }
    _ = mkdir(path, 0o755)
  }
}
