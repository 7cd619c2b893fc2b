import KMSModel
import TestSupport
import Testing

@testable import KMSClient

/// Every stored property of a spec is sent: what is read and compared and never sent makes a plan that never
/// converges.
struct FieldWireTests {
  private func sent(
    _ kind: String, _ call: (KMSClient) async throws -> Void
  ) async throws -> [String: String] {
    let transport = FakeTransport([.created(kind, "x")])
    try await call(try client(transport))
    return await transport.requests.first?.form ?? [:]
  }

  @Test func everyPropertyOfARuleIsSent() async throws {
    for sample in FieldSamples.networkRule {
      var created: [[String: String]] = []
      var updated: [[String: String]] = []
      for spec in [sample.before, sample.after] {
        created.append(
          try await sent(
            "network", { try await $0.createNetworkRule("x", description: "", spec: spec) }))
        updated.append(
          try await sent(
            "network",
            { try await $0.updateNetworkRule("x", description: "", spec: spec, recheck: .none) }))
      }
      #expect(created[0] != created[1], "\(sample.property) is not in CreateNetworkRule")
      #expect(
        (updated[0] != updated[1]) == sample.isMutable, "\(sample.property) in UpdateNetworkRule")
    }
  }

  @Test func everyPropertyOfAPolicyIsSent() async throws {
    for sample in FieldSamples.policy {
      var created: [[String: String]] = []
      var updated: [[String: String]] = []
      for spec in [sample.before, sample.after] {
        created.append(
          try await sent("policy", { try await $0.createPolicy("x", description: "", spec: spec) }))
        updated.append(
          try await sent(
            "policy",
            { try await $0.updatePolicy("x", description: "", spec: spec, recheck: .none) }))
      }
      #expect(created[0] != created[1], "\(sample.property) is not in CreatePolicy")
      #expect((updated[0] != updated[1]) == sample.isMutable, "\(sample.property) in UpdatePolicy")
    }
  }

  @Test func everyPropertyOfAnAccessPointIsSent() async throws {
    for sample in FieldSamples.accessPoint {
      var created: [[String: String]] = []
      var updated: [[String: String]] = []
      for spec in [sample.before, sample.after] {
        created.append(
          try await sent(
            "applicationaccesspoint",
            { try await $0.createAccessPoint("x", description: "", spec: spec) }))
        updated.append(
          try await sent(
            "applicationaccesspoint",
            { try await $0.updateAccessPoint("x", description: "", spec: spec, recheck: .none) }))
      }
      #expect(created[0] != created[1], "\(sample.property) is not in CreateApplicationAccessPoint")
      #expect(
        (updated[0] != updated[1]) == sample.isMutable,
        "\(sample.property) in UpdateApplicationAccessPoint")
    }
  }
}
