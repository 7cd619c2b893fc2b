internal import COpenSSL

/// What a certificate says about itself; read from PEM, trusted for nothing.
public struct CertificateReading: Sendable, Hashable {
  /// When it becomes valid, in seconds since 1970.
  public var notBefore: Int64
  /// When it stops being valid, in seconds since 1970.
  public var notAfter: Int64
  /// The SHA-256 of the whole certificate, in lower-case hex: equal for equal certificates, however
  /// the PEM around them is written.
  public var fingerprint: String

  /// Reads the first certificate of a PEM text; nothing when there is none.
  public init?(pem: String) {
    defer { ERR_clear_error() }
    guard let certificate = Certificate(firstIn: pem),
      let notBefore = certificate.seconds(X509_get0_notBefore),
      let notAfter = certificate.seconds(X509_get0_notAfter),
      let fingerprint = certificate.fingerprint
    else { return nil }
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.fingerprint = fingerprint
  }
}

extension Certificate {
  /// The first certificate of a PEM text; nothing when there is none.
  ///
  /// The BIO takes no copy and reads the bytes for as long as it lives, so it lives and dies inside
  /// the closure that pins them.
  fileprivate convenience init?(firstIn pem: String) {
    let bytes = Array(pem.utf8)
    guard let count = Int32(exactly: bytes.count) else { return nil }
    let handle = bytes.withUnsafeBytes { bytes -> OpaquePointer? in
      guard let memory = BIO_new_mem_buf(bytes.baseAddress, count) else { return nil }
      defer { BIO_free(memory) }
      return PEM_read_bio_X509(memory, nil, nil, nil)
    }
    guard let handle else { return nil }
    self.init(owning: handle)
  }

  /// One of its moments in seconds since 1970; the pointer in between leads into this certificate.
  fileprivate func seconds(
    _ moment: (OpaquePointer?) -> UnsafePointer<ASN1_TIME>?
  ) -> Int64? {
    guard let moment = moment(handle), let epoch = ASN1_TIME_set(nil, 0) else { return nil }
    defer { ASN1_TIME_free(epoch) }
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard ASN1_TIME_diff(&days, &seconds, epoch, moment) == 1 else { return nil }
    return Int64(days) * 86_400 + Int64(seconds)
  }

  fileprivate var fingerprint: String? {
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard X509_digest(handle, EVP_sha256(), &bytes, &count) == 1 else { return nil }
    return bytes.prefix(Int(count)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
