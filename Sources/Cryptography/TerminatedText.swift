internal import COpenSSL
internal import Secrets

/// A zero-terminated copy of a secret for a C call, overwritten when it goes.
final class TerminatedText {
  private let storage: UnsafeMutableBufferPointer<CChar>

  /// Fails for a secret that holds a zero byte: C would see only a part of it.
  init?(_ secret: Secret) {
    storage = .allocate(capacity: secret.byteCount + 1)
    storage.initialize(repeating: 0)
    let isText = secret.withUnsafeBytes { bytes in
      for (index, byte) in bytes.enumerated() { storage[index] = CChar(bitPattern: byte) }
      return !bytes.contains(0)
    }
    guard isText else { return nil }
  }

  deinit {
    OPENSSL_cleanse(storage.baseAddress, storage.count)
    storage.deallocate()
  }

  var pointer: UnsafePointer<CChar>? { UnsafePointer(storage.baseAddress) }
}
