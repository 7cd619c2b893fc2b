import KMSModel
import Secrets
import Testing

@testable import KMSSandbox

/// The vectors were computed with the official SDK; see the facts sheet of the service.
@Suite struct SignatureTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    var name: String
    var method = "POST"
    var action: String
    var query = ""
    var body = ""
    var bodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    var more: [String: String] = [:]
    var signature: String

    var testDescription: String { name }

    var headers: [String: String] {
      let common = [
        "host": "kms.cn-hangzhou.aliyuncs.com", "x-acs-action": action,
        "x-acs-content-sha256": bodyHash, "x-acs-date": "2026-01-02T03:04:05Z",
        "x-acs-signature-nonce": "0123456789abcdef0123456789abcdef",
        "x-acs-version": "2016-01-20",
      ].merging(more) { $1 }
      let names = common.keys.sorted().joined(separator: ";")
      return common.merging([
        "Authorization": "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=\(names),"
          + "Signature=\(signature)"
      ]) { $1 }
    }

    var request: SandboxRequest {
      SandboxRequest(method: method, query: query, headers: headers, body: Array(body.utf8))
    }
  }

  static let sdk = [
    "accept": "application/json", "user-agent": "test-agent/1.0",
    "x-acs-credentials-provider": "static_ak",
  ]

  static let vectors = [
    Vector(
      name: "V1 special characters", action: "CreateNetworkRule",
      query: "Description=a+b%2Bc%2Ad~e%2Ff%25g%3Dh%26i%27j+%E4%B8%AD%E6%96%87%C3%A9&Name=net-1"
        + "&SourcePrivateIp=%5B%2210.0.0.0%2F8%22%2C%22192.168.1.1%22%5D&Type=Private",
      more: sdk, signature: "7b42f25a2bce95f059563fecc7db3a8b638d645b444ac47045604b22d6828ced"),
    Vector(
      name: "V2 no parameters", action: "GetDefaultKmsInstance", more: sdk,
      signature: "20d18eebfaa0bec7dce54e2e21a5b9652389ffc7b3fab4beee07bb9c897ae5db"),
    Vector(
      name: "V3 security token", method: "GET", action: "ListClientKeys",
      query: "AapName=aap_test",
      more: sdk.merging([
        "x-acs-credentials-provider": "static_sts", "x-acs-accesskey-id": "testid",
        "x-acs-security-token": "sts+tok/en==",
      ]) { $1 },
      signature: "2353d0542f7eb64152b1d66bf8a83497f44e8cc1df37a30cb02afa38c8b720a6"),
    Vector(
      name: "V4 form body", action: "UpdatePolicy",
      body: "Description=x+y&Name=policy_test&Permissions=%5B%22RbacPermission%2FTemplate"
        + "%2FCryptoServiceKeyUser%22%5D&Resources=%5B%22key%2F%2A%22%5D",
      bodyHash: "ea2204f0bd4f9c0c4563631e56b44e83174e068407e8ce562d8b411f92eee0cd",
      more: sdk.merging(["content-type": "application/x-www-form-urlencoded"]) { $1 },
      signature: "61ff9238433877b79e6e04c45c0163fd3a9d0cd8d3454465a046d2e0286dc0cb"),
    Vector(
      name: "V5 fewest headers", action: "ListNetworkRules", query: "PageNumber=2&PageSize=100",
      signature: "7892c2f5624b2c6bdcf801286910e70bf678964d65825ffec759b346f561b1a8"),
  ]

  static let v7 =
    "AccessKeyId=testid&Action=DescribePolicy&Format=json&Name=policy%20test%2A~"
    + "&SignatureMethod=HMAC-SHA1&SignatureNonce=0123456789abcdef0123456789abcdef"
    + "&SignatureVersion=1.0&Timestamp=2026-01-02T03%3A04%3A05Z&Version=2016-01-20"

  private func check(_ request: SandboxRequest) throws {
    let proof = try WireCall(request).proof
    switch proof {
    case .header(let signature): try signature.check(secret: Secret("testsecret"))
    case .parameters(let signature): try signature.check(secret: Secret("testsecret"))
    }
  }

  private func code(_ request: SandboxRequest) -> String? {
    do {
      try check(request)
      return nil
    } catch {
      return (error as? WireError)?.code
    }
  }

  @Test(arguments: vectors) func theSDKsSignatureIsGood(vector: Vector) {
    #expect(code(vector.request) == nil)
  }

  @Test(arguments: vectors) func aChangedRequestIsNot(vector: Vector) {
    var query = vector.request
    query.query += query.query.isEmpty ? "a=b" : "&a=b"
    #expect(code(query) == "SignatureDoesNotMatch")
    var body = vector.request
    body.body += Array("&a=b".utf8)
    #expect(code(body) == "SignatureDoesNotMatch")
    var header = vector.request
    header.headers["x-acs-date"] = "2026-01-02T03:04:06Z"
    #expect(code(header) == "SignatureDoesNotMatch")
  }

  @Test(arguments: vectors) func anUnsignedHeaderOfTheServiceIsRefused(vector: Vector) {
    var request = vector.request
    request.headers["x-acs-more"] = "1"
    #expect(code(request) == "IncompleteSignature")
  }

  @Test func aMissingSignedHeaderIsRefused() {
    var request = Self.vectors[0].request
    request.headers["accept"] = nil
    #expect(code(request) == "IncompleteSignature")
  }

  @Test func v7TheParameterSignatureIsGood() {
    let signature = "&Signature=d5xZEXJyu6kDNNUlOYdHNi3%2BRRI%3D"
    let good = SandboxRequest(method: "POST", query: Self.v7 + signature, headers: [:])
    #expect(code(good) == nil)
    let inTheBody = SandboxRequest(
      method: "POST", query: "Action=DescribePolicy", headers: [:],
      body: Array((Self.v7 + signature).utf8))
    #expect(code(inTheBody) == nil)
    let otherMethod = SandboxRequest(method: "GET", query: Self.v7 + signature, headers: [:])
    #expect(code(otherMethod) == "SignatureDoesNotMatch")
    let otherValue = SandboxRequest(
      method: "POST", query: Self.v7 + "&Description=x" + signature, headers: [:])
    #expect(code(otherValue) == "SignatureDoesNotMatch")
  }

  /// As older clients send it; the signatures were computed with Python's hmac.
  @Test("T: an empty SecurityToken is none, in a query, a form and a header")
  func anEmptySecurityTokenIsNone() throws {
    let parameters = Self.v7 + "&SecurityToken=&Signature=b5VgwOh8yKHlICa2Xx0VRCeS%2Fmg%3D"
    let requests = [
      SandboxRequest(method: "POST", query: parameters, headers: [:]),
      SandboxRequest(
        method: "POST", query: "Action=DescribePolicy", headers: [:], body: Array(parameters.utf8)),
      Vector(
        name: "V5 with an empty token", action: "ListNetworkRules",
        query: "PageNumber=2&PageSize=100", more: ["x-acs-security-token": ""],
        signature: "4e488d3a31e2cc95b9c1eb7c79a4447b9277458b80f6104a19edf146c39e8822"
      ).request,
    ]
    for request in requests {
      #expect(code(request) == nil)
      switch try WireCall(request).proof {
      case .header(let signature): #expect(signature.securityToken == nil)
      case .parameters(let signature): #expect(signature.securityToken == nil)
      }
    }
  }

  @Test func v7TheStringToSignIsThePublishedOne() throws {
    let call = try WireCall(
      SandboxRequest(method: "POST", query: Self.v7 + "&Signature=x", headers: [:]))
    guard case .parameters(let signature) = call.proof else {
      Issue.record("not a parameter signature")
      return
    }
    #expect(
      signature.stringToSign
        == "POST&%2F&AccessKeyId%3Dtestid%26Action%3DDescribePolicy%26Format%3Djson%26Name%3D"
        + "policy%2520test%252A~%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D"
        + "0123456789abcdef0123456789abcdef%26SignatureVersion%3D1.0%26Timestamp%3D"
        + "2026-01-02T03%253A04%253A05Z%26Version%3D2016-01-20")
  }

  @Test(arguments: ["Signature", "AccessKeyId", "Timestamp", "SignatureNonce", "SignatureMethod"])
  func aParameterOfTheSignatureIsMissed(name: String) {
    let fields = (Self.v7 + "&Signature=x").split(separator: "&")
    let query = fields.filter { !$0.hasPrefix(name + "=") }.joined(separator: "&")
    let request = SandboxRequest(method: "POST", query: query, headers: [:])
    #expect(code(request) == "Missing\(name)")
  }
}
