internal import Cryptography
internal import FoundationEssentials
public import Secrets

/// The older RPC signature, version 1.0 with HMAC-SHA1: role credentials from STS need it.
public struct RPCSigner: Sendable {
  private let signingKey: Secret

  /// Creates a signer for one access key.
  public init(accessKeySecret: Secret) {
    signingKey = accessKeySecret.withUnsafeBytes { Secret(bytes: Array($0) + [0x26]) }
  }

  /// The value of the parameter `Signature`, over all other parameters.
  public func signature(method: String, parameters: [String: String]) -> String {
    let text = Self.stringToSign(method: method, parameters: parameters)
    return Data(Digest.hmacSHA1(Array(text.utf8), key: signingKey)).base64EncodedString()
  }

  /// What the signature covers.
  public static func stringToSign(method: String, parameters: [String: String]) -> String {
    let joined = PercentEncoding.canonicalQuery(parameters)
    return "\(method)&%2F&\(PercentEncoding.rfc3986(joined))"
  }
}
