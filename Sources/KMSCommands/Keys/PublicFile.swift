internal import Glibc

/// A file with nothing secret in it, written whole or not at all.
struct PublicFile {
  /// What became of it.
  enum Outcome: String, Encodable {
    case written, unchanged
  }

  let path: String
  let text: String

  /// Whether the file is there with other content.
  func differs() -> Bool { Self.content(path).map { $0 != Array(text.utf8) } ?? false }

  /// Writes the file beside its place and renames it, unless it is there already.
  func write() throws -> Outcome {
    let bytes = Array(text.utf8)
    guard Self.content(path) != bytes else { return .unchanged }
    let beside = "\(path).kmsctl-new"
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(beside, flags, 0o644)
    guard descriptor >= 0 else { throw failure("cannot be made") }
    var isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    isWritten = fsync(descriptor) == 0 && isWritten
    isWritten = close(descriptor) == 0 && isWritten
    guard isWritten, rename(beside, path) == 0 else {
      let error = failure("could not be written completely")
      unlink(beside)
      throw error
    }
    return .written
  }

  private func failure(_ what: String) -> CommandFailure {
    CommandFailure(
      .error, "\(path) \(what): \(String(cString: strerror(errno)))",
      nextStep: "check the directory and make room")
  }

  /// The content; nothing when there is no file.
  private static func content(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    // Something that is there and cannot be read is not what was wanted either.
    guard descriptor >= 0 else { return errno == ENOENT ? nil : [] }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { return [] }
      guard count > 0, content.count < 1 << 22 else { return content }
      content += buffer[..<count]
    }
  }
}
