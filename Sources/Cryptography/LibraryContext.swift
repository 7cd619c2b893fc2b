internal import COpenSSL

/// Owns an `OSSL_LIB_CTX` with the default and, where installed, the legacy provider.
///
/// The process's own context stays as it is, so loading weak ciphers here offers them to nobody
/// else, least of all to the TLS library.
final class LibraryContext {
  let handle: OpaquePointer
  private let providers: [OpaquePointer]

  private init() throws(PKCS12Error) {
    guard let handle = OSSL_LIB_CTX_new() else {
      throw .library(.failed, "libcrypto has no memory for a context")
    }
    self.handle = handle
    // Without the legacy module modern containers still work; old ones then fail by name.
    providers = ["default", "legacy"].compactMap { (name: String) in
      OSSL_PROVIDER_load(handle, name)
    }
    ERR_clear_error()
  }

  deinit {
    for provider in providers { OSSL_PROVIDER_unload(provider) }
    OSSL_LIB_CTX_free(handle)
  }

  /// Runs one synchronous piece of work in a fresh context.
  ///
  /// Parts of PKCS#12 take no context and use the thread's default, so it is swapped and put back;
  /// the swap concerns this thread alone, and `body` cannot suspend.
  static func with<Result>(
    _ body: (LibraryContext) throws(PKCS12Error) -> Result
  ) throws(PKCS12Error) -> Result {
    let context = try LibraryContext()
    let previous = OSSL_LIB_CTX_set0_default(context.handle)
    // libcrypto keeps the context until it is swapped back, so nothing may drop it before that.
    defer { withExtendedLifetime(context) { _ = OSSL_LIB_CTX_set0_default(previous) } }
    return try body(context)
  }
}
