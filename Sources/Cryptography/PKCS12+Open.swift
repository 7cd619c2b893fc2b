internal import COpenSSL
public import Secrets

extension PKCS12 {
  /// Opens a container with its password and says what is in it.
  ///
  /// Containers of older makers open too: the ciphers they need are loaded for this call alone.
  public static func open(
    _ base64: Secret, password: Secret
  ) throws(PKCS12Error) -> PKCS12Contents {
    guard let container = Base64.decode(base64) else {
      throw PKCS12Error(.malformed, "not base64")
    }
    guard let password = TerminatedText(password) else {
      throw PKCS12Error(.wrongPassword, "a password cannot hold a zero byte")
    }
    return try LibraryContext.with { context throws(PKCS12Error) in
      let container = try Container(der: container, in: context)
      try container.checkPassword(password)
      return try container.contents(password)
    }
  }
}

/// Owns a `PKCS12`.
final class Container {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { self.handle = handle }

  deinit { PKCS12_free(handle) }

  /// Reads DER that must be one container and nothing after it.
  convenience init(der: Secret, in context: LibraryContext) throws(PKCS12Error) {
    // Handing an empty container in is how the reader learns the library context; on failure
    // libcrypto frees it and clears the pointer.
    var handle = PKCS12_init_ex(NID_pkcs7_data, context.handle, nil)
    let isWhole = der.withUnsafeBytes { bytes in
      var cursor = bytes.bindMemory(to: UInt8.self).baseAddress
      let end = cursor.map { $0 + bytes.count }
      return d2i_PKCS12(&handle, &cursor, bytes.count) != nil && cursor == end
    }
    guard let handle else { throw .library(.malformed, "not a PKCS#12 container") }
    self.init(owning: handle)
    guard isWhole else { throw PKCS12Error(.malformed, "bytes follow the PKCS#12 container") }
  }

  /// Compares the MAC, which says whether the password is right before anything is decrypted.
  func checkPassword(_ password: TerminatedText) throws(PKCS12Error) {
    guard PKCS12_mac_present(handle) == 1 else { return }
    ERR_clear_error()
    guard PKCS12_verify_mac(handle, password.pointer, -1) != 1 else { return }
    let error = ERR_peek_last_error()
    guard error == 0 || ERR_GET_REASON(error) == PKCS12_R_MAC_VERIFY_FAILURE else {
      throw .library(.failed, "the container's MAC cannot be computed")
    }
    ERR_clear_error()
    throw PKCS12Error(.wrongPassword, "the password does not open the container")
  }

  func contents(_ password: TerminatedText) throws(PKCS12Error) -> PKCS12Contents {
    var key: OpaquePointer?
    var leaf: OpaquePointer?
    var others: OpaquePointer?
    ERR_clear_error()
    guard PKCS12_parse(handle, password.pointer, &key, &leaf, &others) == 1 else {
      // Only a container without a MAC comes this far with a wrong password. Behind a MAC that fits
      // stands what its maker wrote, so then the library is at fault: a cipher it does not have.
      let isMacless = PKCS12_mac_present(handle) != 1
      throw .library(isMacless ? .wrongPassword : .failed, "the container cannot be decrypted")
    }
    defer { kmsctl_x509_list_free(others) }
    let privateKey = key.map(PrivateKey.init(owning:))
    let certificate = leaf.map(Certificate.init(owning:))
    // What PKCS12_parse could read can be read once more; every bag is looked into, not the first.
    let count = Int(kmsctl_pkcs12_key_count(handle, password.pointer))
    guard count >= 0 else { throw .library(.failed, "the container's keys cannot be counted") }
    if let certificate {
      let matches =
        privateKey.map { X509_check_private_key(certificate.handle, $0.handle) == 1 } ?? false
      ERR_clear_error()
      return PKCS12Contents(
        certificatePEM: try certificate.pem(), hasPrivateKey: matches, privateKeyCount: count)
    }
    // The list owns its elements; a reference of our own keeps this one beyond it.
    guard kmsctl_x509_count(others) > 0, let first = kmsctl_x509_at(others, 0),
      X509_up_ref(first) == 1
    else { throw PKCS12Error(.malformed, "no certificate in the container") }
    return PKCS12Contents(
      certificatePEM: try Certificate(owning: first).pem(), hasPrivateKey: false,
      privateKeyCount: count)
  }
}
