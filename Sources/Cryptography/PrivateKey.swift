internal import COpenSSL

/// Owns an `EVP_PKEY`.
final class PrivateKey {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { self.handle = handle }

  deinit { EVP_PKEY_free(handle) }

  convenience init(rsaBits bits: Int, in context: LibraryContext) throws(PKCS12Error) {
    guard let handle = kmsctl_rsa_key(context.handle, bits) else {
      throw .library(.failed, "no RSA key could be made")
    }
    self.init(owning: handle)
  }

  convenience init(p256In context: LibraryContext) throws(PKCS12Error) {
    guard let handle = kmsctl_p256_key(context.handle) else {
      throw .library(.failed, "no P-256 key could be made")
    }
    self.init(owning: handle)
  }
}
