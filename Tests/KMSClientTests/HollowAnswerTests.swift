import HTTPTransport
import KMSModel
import Secrets
import Testing

@testable import KMSClient

/// A good status is no answer yet.
struct HollowAnswerTests {
  /// Every call that changes something.
  enum Write: String, CaseIterable, Sendable {
    case createNetworkRule, updateNetworkRule, deleteNetworkRule
    case createPolicy, updatePolicy, deletePolicy
    case createAccessPoint, updateAccessPoint, deleteAccessPoint
    case createClientKey, deleteClientKey

    func send(by client: KMSClient) async throws(KMSFailure) {
      let rule = NetworkRuleSpec(type: .privateNetwork, sources: [])
      let policy = PolicySpec(
        scope: .sharedGateway, roles: [], resources: [], networkAccess: .unrestricted)
      let accessPoint = AccessPointSpec(authenticationMethod: .clientKey, policies: ["p"])
      switch self {
      case .createNetworkRule:
        try await client.createNetworkRule("n", description: "", spec: rule)
      case .updateNetworkRule:
        try await client.updateNetworkRule("n", description: "", spec: rule)
      case .deleteNetworkRule: try await client.delete(ResourceID(.networkRule, "n"))
      case .createPolicy: try await client.createPolicy("p", description: "", spec: policy)
      case .updatePolicy: try await client.updatePolicy("p", description: "", spec: policy)
      case .deletePolicy: try await client.delete(ResourceID(.policy, "p"))
      case .createAccessPoint:
        try await client.createAccessPoint("a", description: "", spec: accessPoint)
      case .updateAccessPoint:
        try await client.updateAccessPoint("a", description: "", spec: accessPoint)
      case .deleteAccessPoint: try await client.delete(ResourceID(.accessPoint, "a"))
      case .createClientKey:
        _ = try await client.createClientKey(
          accessPoint: "a", password: Secret("Password-1"),
          notBefore: Timestamp(secondsSinceEpoch: 0), notAfter: Timestamp(secondsSinceEpoch: 1))
      case .deleteClientKey: try await client.deleteClientKey(HollowAnswerTests.id)
      }
    }
  }

  private static let id = "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912"

  @Test(
    "A4: a good status without the service's answer leaves the outcome of a write open",
    arguments: Write.allCases, [200, 201, 202, 204])
  func aGoodStatusIsNoAnswer(write: Write, status: Int) async throws {
    for body in ["", " ", "<html><body>Welcome</body></html>", "{}", "[]", "null", "OK"] {
      let answer = HTTPResponse(status: status, headers: [], body: Array(body.utf8))
      let client = try client(FakeTransport([.success(answer)]))
      let failure = await failure { () async throws(KMSFailure) in
        try await write.send(by: client)
      }
      #expect(failure?.mayHaveHappened == true, "\(body)")
      #expect(failure?.kind == .malformedAnswer, "\(body)")
    }
  }

  @Test(
    "A3: a client key's id of another form is no answer",
    arguments: [
      "../../../etc/passwd", "current", "", "KAAP.", "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e11891",
      "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912/..", "KAAP.796fb7da-9fd4-4d65-be47-8e7b7e11891/",
      #"KAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912\n"#,
      "KAAP.796fb7da_9fd4_4d65_be47_8e7b7e118912", "ＫAAP.796fb7da-9fd4-4d65-be47-8e7b7e118912",
      "KAAP." + String(repeating: "a", count: 10_240),
    ])
  func anIDOfAnotherFormIsNoAnswer(id: String) async throws {
    let moments = #""NotBefore":"2026-01-01T00:00:00Z","NotAfter":"2027-01-01T00:00:00Z""#
    let issued = try client(
      FakeTransport([
        .ok(#"{"RequestId":"r","ClientKeyId":"\#(id)","PrivateKeyData":"TUlJQg==",\#(moments)}"#)
      ]))
    let creation = await failure { () async throws(KMSFailure) in
      try await issued.createClientKey(
        accessPoint: "a", password: Secret("Password-1"),
        notBefore: Timestamp(secondsSinceEpoch: 1_767_225_600),
        notAfter: Timestamp(secondsSinceEpoch: 1_798_761_600))
    }
    #expect(creation?.kind == .malformedAnswer)
    #expect(creation?.mayHaveHappened == true)

    let key =
      #"{"ClientKeyId":"\#(id)","AapName":"a","CreateTime":"2026-01-01T00:00:00Z",\#(moments),"#
      + #""PublicKeyData":"-----BEGIN CERTIFICATE-----"}"#
    let listed = try client(FakeTransport([.ok(#"{"RequestId":"r","ClientKeys":[\#(key)]}"#)]))
    let list = await failure { () async throws(KMSFailure) in
      try await listed.listClientKeys(accessPoint: "a")
    }
    #expect(list?.kind == .malformedAnswer)
  }
}
