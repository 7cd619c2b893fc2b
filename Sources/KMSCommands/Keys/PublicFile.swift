internal import Delivery
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
    // What a run that was killed left, or anything else of that name, is in nobody's use.
    unlink(beside)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(beside, flags, 0o644)
    guard descriptor >= 0 else { throw failure("cannot be made", errno) }
    let problem = Self.write(bytes, to: descriptor)
    close(descriptor)
    guard problem == 0, rename(beside, path) == 0 else {
      let error = failure("could not be written completely", problem == 0 ? errno : problem)
      unlink(beside)
      throw error
    }
    return .written
  }

  /// Writes all down to the disk; gives the number of what went wrong, 0 for nothing.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    let count = Glibc.write(descriptor, bytes, bytes.count)
    guard count >= 0 else { return errno }
    // A part is taken where the room ends.
    guard count == bytes.count else { return ENOSPC }
    return fsync(descriptor) == 0 ? 0 : errno
  }

  private func failure(_ what: String, _ number: Int32) -> CommandFailure {
    CommandFailure(
      .error, "\(path) \(what): \(String(cString: strerror(number)))",
      nextStep: SystemAdvice.nextStep(after: number, at: path))
  }

  /// The content; nothing when there is no file.
  private static func content(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    // Something that is there and cannot be read is not what was wanted either.
    guard descriptor >= 0 else { return [ENOENT, ENOTDIR].contains(errno) ? nil : [] }
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
