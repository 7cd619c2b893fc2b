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
    let bytes = Array(pem.utf8)
    guard let memory = BIO_new_mem_buf(bytes, Int32(clamping: bytes.count)) else { return nil }
    defer { BIO_free(memory) }
    defer { ERR_clear_error() }
    guard let handle = PEM_read_bio_X509(memory, nil, nil, nil) else { return nil }
    let certificate = Certificate(owning: handle)
    guard let notBefore = Self.seconds(X509_get0_notBefore(certificate.handle)),
      let notAfter = Self.seconds(X509_get0_notAfter(certificate.handle)),
      let fingerprint = Self.fingerprint(certificate)
    else { return nil }
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.fingerprint = fingerprint
  }

  private static func seconds(_ moment: UnsafePointer<ASN1_TIME>?) -> Int64? {
    guard let moment, let epoch = ASN1_TIME_set(nil, 0) else { return nil }
    defer { ASN1_TIME_free(epoch) }
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard ASN1_TIME_diff(&days, &seconds, epoch, moment) == 1 else { return nil }
    return Int64(days) * 86_400 + Int64(seconds)
  }

  private static func fingerprint(_ certificate: Certificate) -> String? {
    var bytes = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard X509_digest(certificate.handle, EVP_sha256(), &bytes, &count) == 1 else { return nil }
    return bytes.prefix(Int(count)).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
