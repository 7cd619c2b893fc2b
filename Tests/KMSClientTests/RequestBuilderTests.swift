import HTTPTransport
import KMSModel
import Testing

@testable import KMSClient

struct RequestBuilderTests {
  @Test func aReadHasItsParametersInTheQuery() async throws {
    let transport = FakeTransport([
      .ok(
        #"{"RequestId":"r","Arn":"acs:kms:cn-hangzhou:1:network/net 1*~","Type":"Private","#
          + #""Description":"","SourcePrivateIp":""}"#)
    ])
    _ = try await client(transport).describeNetworkRule("net 1*~")
    let request = try #require(await transport.requests.first)
    #expect(request.method == .post)
    #expect(request.url == "https://kms.cn-hangzhou.aliyuncs.com/?Name=net%201%2A~")
    #expect(request.body.isEmpty)
    #expect(request.isRepeatable)
    #expect(
      request.headers.map(\.name) == [
        "accept", "authorization", "user-agent", "x-acs-action", "x-acs-content-sha256",
        "x-acs-credentials-provider", "x-acs-date", "x-acs-signature-nonce", "x-acs-version",
      ])
  }

  @Test func anUpdateIsTheFormOfTheOfficialSDKToTheByte() async throws {
    let transport = FakeTransport([.done])
    let caller = try client(transport).caller
    try await caller.perform(
      ServiceCall(
        "UpdatePolicy",
        [
          "Description": "x y", "Name": "policy_test", "Resources": #"["key/*"]"#,
          "Permissions": #"["RbacPermission/Template/CryptoServiceKeyUser"]"#,
        ], effect: .update))
    let request = try #require(await transport.requests.first)
    #expect(request.url == "https://kms.cn-hangzhou.aliyuncs.com/")
    #expect(
      String(decoding: request.body, as: UTF8.self)
        == "Description=x+y&Name=policy_test&Permissions=%5B%22RbacPermission%2FTemplate%2F"
        + "CryptoServiceKeyUser%22%5D&Resources=%5B%22key%2F%2A%22%5D")
    #expect(
      request.header("authorization")
        == "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=accept;content-type;host;user-agent;"
        + "x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;"
        + "x-acs-signature-nonce;x-acs-version,"
        + "Signature=61ff9238433877b79e6e04c45c0163fd3a9d0cd8d3454465a046d2e0286dc0cb")
  }

  @Test func temporaryCredentialsTravelAsTheSDKSendsThem() async throws {
    let transport = FakeTransport([.ok(#"{"RequestId":"r","ClientKeys":[]}"#)])
    _ = try await client(transport, token: "sts+tok/en==").listClientKeys(accessPoint: "aap_test")
    let request = try #require(await transport.requests.first)
    #expect(request.method == .get)
    #expect(request.url == "https://kms.cn-hangzhou.aliyuncs.com/?AapName=aap_test")
    #expect(request.header("x-acs-security-token") == "sts+tok/en==")
    #expect(request.header("x-acs-accesskey-id") == "testid")
    #expect(
      request.header("authorization")
        == "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=accept;host;user-agent;"
        + "x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;"
        + "x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,"
        + "Signature=2353d0542f7eb64152b1d66bf8a83497f44e8cc1df37a30cb02afa38c8b720a6")
  }

  @Test func theSwitchMovesWritesIntoTheQuery() async throws {
    let transport = FakeTransport([.done])
    let client = try client(transport, placement: .query)
    try await client.delete(ResourceID(.policy, "p"))
    let request = try #require(await transport.requests.first)
    #expect(request.url == "https://kms.cn-hangzhou.aliyuncs.com/?Name=p")
    #expect(request.body.isEmpty)
    #expect(request.header("content-type") == nil)
  }

  @Test func onlyCreatesMustNotBeSentTwice() async throws {
    let transport = FakeTransport([.created("network", "n"), .done])
    let client = try client(transport)
    let spec = NetworkRuleSpec(type: .privateNetwork, sources: [])
    try await client.createNetworkRule("n", description: "", spec: spec)
    try await client.updateNetworkRule("n", description: "", spec: spec)
    #expect(await transport.requests.map(\.isRepeatable) == [false, true])
  }
}

extension HTTPRequest {
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The body's parameters, decoded.
  var form: [String: String] {
    let pairs = String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (decoded(parts[0]), decoded(parts[1]))
    }
    return Dictionary(pairs) { $1 }
  }

  private func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25 {
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == 0x2B ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
