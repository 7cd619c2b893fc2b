internal import Glibc

/// An open file of the caller's own; closed when its last owner goes.
package final class OwnFile: Sendable {
  /// The path it was opened by.
  package let path: String
  private let descriptor: Int32

  init(adopting descriptor: Int32, _ path: String) throws(FileFault) {
    self.descriptor = descriptor
    self.path = path
    try FileStatus(descriptor: descriptor, path).checkOwnFile()
  }

  deinit { close(descriptor) }

  /// How long it is now.
  package var size: Int {
    get throws(FileFault) { try FileStatus(descriptor: descriptor, path).bytes }
  }

  /// The whole file, from its beginning; one that is longer than the limit is not read.
  package func read(atMost limit: Int) throws(FileFault) -> [UInt8] {
    try BoundedFile.read(descriptor, atMost: limit, path)
  }

  /// Writes where the file is: at its end, or after what was written last.
  package func write(_ bytes: [UInt8]) throws(FileFault) {
    var start = 0
    while start < bytes.count {
      let written = bytes.withUnsafeBytes {
        Glibc.write(
          descriptor, UnsafeRawBufferPointer(rebasing: $0[start...]).baseAddress, $0.count - start)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw FileFault(errnoAt: path) }
      start += written
    }
  }

  /// Takes all content out.
  package func clear() throws(FileFault) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw FileFault(errnoAt: path)
    }
  }

  /// Locks it until it is closed; false when somebody else has it.
  package func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
