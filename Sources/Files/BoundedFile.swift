internal import Glibc

/// Files that people point to: links are followed, nothing is waited for, and only so much is read.
package enum BoundedFile {
  /// The whole content of a regular file; one that is longer than the limit is not read.
  ///
  /// With `followsLinks` off, the last part of the path may not be a link.
  package static func read(
    _ path: String, atMost limit: Int, followsLinks: Bool = true
  ) throws(FileFault) -> [UInt8] {
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | (followsLinks ? 0 : O_NOFOLLOW)
    let descriptor = open(path, flags)
    guard descriptor >= 0 else {
      let fault = FileFault(errnoAt: path)
      if errno == ELOOP, !followsLinks {
        try FileStatus(of: path, in: AT_FDCWD, path)?.checkFile()
      }
      throw fault
    }
    defer { close(descriptor) }
    return try read(descriptor, atMost: limit, path)
  }

  static func read(
    _ descriptor: Int32, atMost limit: Int, _ path: String
  ) throws(FileFault) -> [UInt8] {
    let status = try FileStatus(descriptor: descriptor, path)
    try status.checkFile()
    guard status.bytes <= limit else {
      throw FileFault(path, .tooLarge(bytes: status.bytes, limit: limit))
    }
    // What the system says of the size is a hint: some files grow, and some say nothing.
    var bytes = [UInt8](repeating: 0, count: min(max(status.bytes, 4_096), limit) + 1)
    var count = 0
    while count <= limit {
      if count == bytes.count {
        bytes += [UInt8](repeating: 0, count: min(count, limit + 1 - count))
      }
      let got = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count, off_t(count))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw FileFault(errnoAt: path) }
      if got == 0 { break }
      count += got
    }
    guard count <= limit else { throw FileFault(path, .tooLarge(bytes: count, limit: limit)) }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
