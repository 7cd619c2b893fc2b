internal import Cryptography
public import Secrets

/// ACS3-HMAC-SHA256: the signature of the service's current SDKs.
public struct RequestSigner: Sendable {
  /// The algorithm's name, first word of the header and first line of what is signed.
  public static let algorithm = "ACS3-HMAC-SHA256"

  private let accessKeyID: String
  private let accessKeySecret: Secret

  /// Creates a signer for one access key.
  public init(accessKeyID: String, accessKeySecret: Secret) {
    self.accessKeyID = accessKeyID
    self.accessKeySecret = accessKeySecret
  }

  /// The value of the `Authorization` header.
  public func authorization(for request: CanonicalRequest) -> String {
    let signature = Digest.hmacSHA256(
      Array(Self.stringToSign(request).utf8), key: accessKeySecret)
    return "\(Self.algorithm) Credential=\(accessKeyID),SignedHeaders=\(request.signedHeaders),"
      + "Signature=\(Digest.hex(signature))"
  }

  /// What the signature covers.
  public static func stringToSign(_ request: CanonicalRequest) -> String {
    "\(algorithm)\n\(Digest.hex(Digest.sha256(Array(request.text.utf8))))"
  }
}
