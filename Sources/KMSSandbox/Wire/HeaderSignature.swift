internal import Cryptography
internal import Secrets
internal import Texts

/// What an ACS3-HMAC-SHA256 request claims about itself.
struct HeaderSignature: Sendable {
  static let algorithm = "ACS3-HMAC-SHA256"

  var accessKeyID: String
  var securityToken: String?
  var date: String
  var nonce: String
  /// The request in the form the signature is made over.
  var canonicalRequest: String
  private var signature: String

  init(
    _ request: SandboxRequest, query: [(name: String, value: String)]
  ) throws(WireError) {
    let claim = try Self.claim(request.headers["authorization"] ?? "")
    accessKeyID = claim.credential
    signature = claim.signature
    date = try Self.header("x-acs-date", in: request)
    nonce = try Self.header("x-acs-signature-nonce", in: request)
    securityToken = request.headers["x-acs-security-token"].flatMap { $0.isEmpty ? nil : $0 }
    try Self.checkCoverage(claim.signedHeaders, of: request)
    let bodyHash = Digest.hex(Digest.sha256(request.body))
    guard try Self.header("x-acs-content-sha256", in: request) == bodyHash else {
      throw WireError(
        400, "SignatureDoesNotMatch",
        "x-acs-content-sha256 is not the SHA-256 of the body: \(bodyHash)")
    }
    let headers = claim.signedHeaders.map { "\($0):\(Self.trimmed(request.headers[$0] ?? ""))\n" }
    canonicalRequest = [
      request.method, "/", FormText.canonical(query), headers.joined(),
      claim.signedHeaders.joined(separator: ";"), bodyHash,
    ].joined(separator: "\n")
  }

  var stringToSign: String {
    "\(Self.algorithm)\n\(Digest.hex(Digest.sha256(Array(canonicalRequest.utf8))))"
  }

  /// Refuses with the server's view of the request, as the gateway does.
  func check(secret: Secret) throws(WireError) {
    let expected = Digest.hex(Digest.hmacSHA256(Array(stringToSign.utf8), key: secret))
    guard Secret(expected) == Secret(signature) else {
      throw WireError(
        400, "SignatureDoesNotMatch",
        "Specified signature does not match our calculation. server StringToSign is "
          + "[\(stringToSign)], server CanonicalRequest is [\(canonicalRequest)]")
    }
  }

  private static func claim(
    _ text: String
  ) throws(WireError) -> (credential: String, signedHeaders: [String], signature: String) {
    let parts = text.parts(at: " ", atMost: 2)
    guard parts.count == 2, parts[0] == algorithm else {
      throw incomplete("the Authorization header does not begin with \(algorithm)")
    }
    let fields = parts[1].parts(at: ",").reduce(into: [String: String]()) { fields, field in
      let pair = trimmed(String(field)).parts(at: "=", atMost: 2).map(String.init)
      if pair.count == 2 { fields[pair[0]] = pair[1] }
    }
    guard let credential = fields["Credential"], let list = fields["SignedHeaders"],
      let signature = fields["Signature"]
    else { throw incomplete("Credential, SignedHeaders and Signature are needed") }
    return (credential, list.parts(at: ";").map(String.init), signature)
  }

  /// The signed list must be sorted, lower case, and cover the host and every `x-acs-` header; that
  /// the service insists on the latter is inferred.
  private static func checkCoverage(
    _ names: [String], of request: SandboxRequest
  ) throws(WireError) {
    guard names == names.map({ $0.lowercased() }).sorted(), Set(names).count == names.count else {
      throw incomplete("SignedHeaders is not a sorted list of lower-case names")
    }
    let needed =
      request.headers.keys.filter { $0 == "host" || $0.begins(with: "x-acs-") } + ["host"]
    for name in Set(needed).sorted() where !names.contains(name) {
      throw incomplete("the header \(name) is not signed")
    }
    for name in names where request.headers[name] == nil {
      throw incomplete("the signed header \(name) is not in the request")
    }
  }

  private static func header(
    _ name: String, in request: SandboxRequest
  ) throws(WireError) -> String {
    guard let value = request.headers[name], !value.isEmpty else {
      throw incomplete("the header \(name) is missing")
    }
    return value
  }

  private static func incomplete(_ reason: String) -> WireError {
    WireError(400, "IncompleteSignature", "The request signature is incomplete: \(reason).")
  }

  private static func trimmed(_ text: String) -> String {
    let isBlank: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" }
    var body = text.unicodeScalars.drop(while: isBlank)
    while let last = body.last, isBlank(last) { body.removeLast() }
    return String(body)
  }
}
