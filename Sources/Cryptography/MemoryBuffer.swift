internal import COpenSSL

/// Owns a memory `BIO` that something is written to.
final class MemoryBuffer {
  let handle: OpaquePointer

  init() throws(PKCS12Error) {
    guard let handle = BIO_new(BIO_s_mem()) else {
      throw .library(.failed, "libcrypto has no memory for a buffer")
    }
    self.handle = handle
  }

  deinit { BIO_free(handle) }

  /// What was written so far.
  var text: String {
    var bytes: UnsafeMutablePointer<CChar>?
    let count = kmsctl_bio_bytes(handle, &bytes)
    let buffer = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    return String(decoding: buffer, as: UTF8.self)
  }
}
