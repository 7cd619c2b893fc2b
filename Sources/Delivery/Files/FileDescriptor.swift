internal import Glibc
internal import Secrets

/// An open file or directory; closed when its last owner goes.
final class FileDescriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  func status(_ name: String) throws(SystemError) -> stat {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw SystemError("look at", name) }
    return status
  }

  func synchronise(_ name: String) throws(SystemError) {
    guard fsync(number) == 0 else { throw SystemError("flush", name) }
  }

  func write(_ secret: Secret, _ name: String) throws(SystemError) {
    let number = number
    let failure: Int32 = secret.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Glibc.write(
          number, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : EIO }
        rest = rest.dropFirst(count)
      }
      return 0
    }
    guard failure == 0 else { throw SystemError("write", name, number: failure) }
  }

  /// Everything up to the end of the file, or one byte more than the limit.
  func read(atMost limit: Int, _ name: String) throws(SystemError) -> Secret {
    var buffer = [UInt8](repeating: 0, count: limit + 1)
    defer { buffer.wipe() }
    var filled = 0
    while filled < buffer.count {
      let start = filled
      let count = buffer.withUnsafeMutableBytes {
        Glibc.read(
          number, UnsafeMutableRawBufferPointer(rebasing: $0[start...]).baseAddress,
          $0.count - start)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SystemError("read", name) }
      if count == 0 { break }
      filled += count
    }
    return buffer.withUnsafeBytes {
      Secret(copying: UnsafeRawBufferPointer(rebasing: $0[..<filled]))
    }
  }
}
