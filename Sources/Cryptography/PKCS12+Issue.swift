internal import COpenSSL
public import Secrets

extension PKCS12 {
  /// Makes an RSA-2048 key with a self-signed certificate and wraps both under a password.
  ///
  /// The dates are seconds since 1970. The private key exists nowhere but in the container.
  public static func issue(
    commonName: String, notBefore: Int64, notAfter: Int64, password: Secret,
    ciphers: Ciphers = .modern
  ) throws(PKCS12Error) -> (certificatePEM: String, containerBase64: Secret) {
    guard let password = TerminatedText(password) else {
      throw PKCS12Error(.failed, "a password cannot hold a zero byte")
    }
    return try LibraryContext.with { context throws(PKCS12Error) in
      let key = try PrivateKey(rsaBits: 2048, in: context)
      let certificate = try Certificate(
        commonName: commonName, notBefore: notBefore, notAfter: notAfter, key: key, in: context)
      try certificate.sign(with: key)
      let container = try Container(
        key: key, certificate: certificate, password: password, ciphers: ciphers, in: context)
      return (try certificate.pem(), try container.base64())
    }
  }
}

extension Container {
  convenience init(
    key: PrivateKey, certificate: Certificate, password: TerminatedText,
    ciphers: PKCS12.Ciphers, in context: LibraryContext
  ) throws(PKCS12Error) {
    let keyCipher =
      ciphers == .modern ? NID_aes_256_cbc : NID_pbe_WithSHA1And3_Key_TripleDES_CBC
    let certificateCipher = ciphers == .modern ? NID_aes_256_cbc : NID_pbe_WithSHA1And40BitRC2_CBC
    let digest = ciphers == .modern ? EVP_sha256() : EVP_sha1()
    // No MAC in this step (-1): the next one adds it with the digest of our choice.
    let made = PKCS12_create_ex(
      password.pointer, nil, key.handle, certificate.handle, nil, keyCipher, certificateCipher,
      Self.iterations, -1, 0, context.handle, nil)
    guard let made else { throw .library(.failed, "the container could not be made") }
    self.init(owning: made)
    let isSealed = PKCS12_set_mac(
      made, password.pointer, -1, nil, 0, Self.iterations, digest)
    guard isSealed == 1 else { throw .library(.failed, "the container could not be sealed") }
  }

  private static let iterations: Int32 = 2048

  func base64() throws(PKCS12Error) -> Secret {
    let length = i2d_PKCS12(handle, nil)
    guard length > 0 else { throw .library(.failed, "the container could not be written") }
    var der = [UInt8](repeating: 0, count: Int(length))
    let written = der.withUnsafeMutableBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return i2d_PKCS12(handle, &cursor)
    }
    guard written == length else { throw .library(.failed, "the container could not be written") }
    return Secret(bytes: Array(Base64.encode(der).utf8))
  }
}
