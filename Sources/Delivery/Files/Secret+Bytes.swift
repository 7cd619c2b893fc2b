internal import Glibc
internal import Secrets

extension [UInt8] {
  /// Overwrites the bytes so that the compiler may not drop it.
  mutating func wipe() {
    withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { explicit_bzero(base, bytes.count) }
    }
  }
}

extension Secret {
  /// A secret from bytes that stay the caller's to wipe.
  convenience init(copying bytes: UnsafeRawBufferPointer) {
    var copy = [UInt8](bytes)
    defer { copy.wipe() }
    self.init(bytes: copy)
  }
}
