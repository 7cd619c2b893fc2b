internal import COpenSSL

/// Owns an `X509`.
final class Certificate {
  let handle: OpaquePointer

  init(owning handle: OpaquePointer) { self.handle = handle }

  deinit { X509_free(handle) }

  /// Fills in a certificate; it is self-signed unless an issuer is given, and not signed yet.
  convenience init(
    commonName: String, notBefore: Int64, notAfter: Int64, key: PrivateKey,
    issuer: Certificate? = nil, in context: LibraryContext
  ) throws(PKCS12Error) {
    guard let handle = X509_new_ex(context.handle, nil) else {
      throw .library(.failed, "no certificate could be made")
    }
    self.init(owning: handle)
    let name = X509_get_subject_name(handle)
    let bytes = Array(commonName.utf8)
    let steps: [() -> Bool] = [
      { X509_set_version(handle, Int(X509_VERSION_3)) == 1 },
      { self.setRandomSerialNumber() },
      {
        X509_NAME_add_entry_by_txt(
          name, "CN", MBSTRING_UTF8, bytes, Int32(bytes.count), -1, 0) == 1
      },
      {
        X509_set_issuer_name(handle, issuer.map { X509_get_subject_name($0.handle) } ?? name) == 1
      },
      { ASN1_TIME_set(X509_getm_notBefore(handle), time_t(notBefore)) != nil },
      { ASN1_TIME_set(X509_getm_notAfter(handle), time_t(notAfter)) != nil },
      { X509_set_pubkey(handle, key.handle) == 1 },
    ]
    guard steps.allSatisfy({ $0() }) else {
      throw .library(.failed, "the certificate could not be filled in")
    }
  }

  /// Adds an extension in the notation of OpenSSL's configuration files.
  func add(_ extensionID: Int32, _ value: String, issuer: Certificate) throws(PKCS12Error) {
    guard kmsctl_add_extension(handle, issuer.handle, extensionID, value) == 1 else {
      throw .library(.failed, "a certificate extension could not be added")
    }
  }

  /// Signs with the issuer's key and SHA-256.
  func sign(with key: PrivateKey) throws(PKCS12Error) {
    guard X509_sign(handle, key.handle, EVP_sha256()) > 0 else {
      throw .library(.failed, "the certificate could not be signed")
    }
  }

  /// The certificate in PEM, lines ending in LF.
  func pem() throws(PKCS12Error) -> String {
    let memory = try MemoryBuffer()
    guard PEM_write_bio_X509(memory.handle, handle) == 1 else {
      throw .library(.failed, "the certificate could not be written")
    }
    return memory.text
  }

  private func setRandomSerialNumber() -> Bool {
    // The top bit clear keeps it positive, the next one set keeps its length.
    var bytes = SecureRandom().bytes(16)
    bytes[0] = bytes[0] & 0x7F | 0x40
    guard let number = BN_bin2bn(bytes, Int32(bytes.count), nil) else { return false }
    defer { BN_free(number) }
    return BN_to_ASN1_INTEGER(number, X509_get_serialNumber(handle)) != nil
  }
}
