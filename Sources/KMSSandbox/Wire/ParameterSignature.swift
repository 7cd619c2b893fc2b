internal import Cryptography
internal import Secrets

/// What an RPC request of signature version 1.0 claims about itself.
struct ParameterSignature: Sendable {
  var accessKeyID: String
  var securityToken: String?
  var date: String
  var nonce: String
  var stringToSign: String
  private var signature: String

  init(method: String, parameters: [String: String]) throws(WireError) {
    accessKeyID = try Self.required("AccessKeyId", in: parameters)
    signature = try Self.required("Signature", in: parameters)
    date = try Self.required("Timestamp", in: parameters)
    nonce = try Self.required("SignatureNonce", in: parameters)
    // Older clients send an empty one where they have none.
    securityToken = parameters["SecurityToken"].flatMap { $0.isEmpty ? nil : $0 }
    guard try Self.required("SignatureMethod", in: parameters) == "HMAC-SHA1" else {
      throw WireError(
        400, "InvalidSignatureMethod", "Specified signature method is not valid.")
    }
    guard try Self.required("SignatureVersion", in: parameters) == "1.0" else {
      throw WireError(
        400, "InvalidSignatureVersion", "Specified signature version is not valid.")
    }
    let signed = parameters.filter { $0.key != "Signature" }
      .map { (name: $0.key, value: $0.value) }
    stringToSign = "\(method)&%2F&\(FormText.encoded(FormText.canonical(signed)))"
  }

  /// Refuses with the server's string to sign, as the gateway does.
  func check(secret: Secret) throws(WireError) {
    let key = secret.withUnsafeBytes { Secret(bytes: Array($0) + [UInt8(ascii: "&")]) }
    let expected = Base64.encode(Digest.hmacSHA1(Array(stringToSign.utf8), key: key))
    guard Secret(expected) == Secret(signature) else {
      throw WireError(
        400, "SignatureDoesNotMatch",
        "Specified signature is not matched with our calculation. server string to sign is:"
          + stringToSign)
    }
  }

  private static func required(
    _ name: String, in parameters: [String: String]
  ) throws(WireError) -> String {
    guard let value = parameters[name], !value.isEmpty else {
      throw WireError(400, "Missing\(name)", "\(name) is mandatory for this action.")
    }
    return value
  }
}
