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

  /// Checks that both calls tell the specs of each sample apart, the update only where it can.
  private func check<Spec>(
    _ samples: [FieldSample<Spec>], _ kind: String,
    create: (KMSClient, Spec) async throws -> Void, update: (KMSClient, Spec) async throws -> Void
  ) async throws {
    for sample in samples {
      var created: Set<[String: String]> = []
      var updated: Set<[String: String]> = []
      for spec in [sample.before, sample.after] {
        created.insert(try await sent(kind) { try await create($0, spec) })
        updated.insert(try await sent(kind) { try await update($0, spec) })
      }
      #expect(created.count == 2, "\(kind): \(sample.property) is not in the creation")
      #expect((updated.count == 2) == sample.isMutable, "\(kind): \(sample.property) in the update")
    }
  }

  @Test func everyPropertyIsSent() async throws {
    try await check(
      FieldSamples.networkRule, "network",
      create: { try await $0.createNetworkRule("x", description: "", spec: $1) },
      update: { try await $0.updateNetworkRule("x", description: "", spec: $1, recheck: .none) })
    try await check(
      FieldSamples.policy, "policy",
      create: { try await $0.createPolicy("x", description: "", spec: $1) },
      update: { try await $0.updatePolicy("x", description: "", spec: $1, recheck: .none) })
    try await check(
      FieldSamples.accessPoint, "applicationaccesspoint",
      create: { try await $0.createAccessPoint("x", description: "", spec: $1) },
      update: { try await $0.updateAccessPoint("x", description: "", spec: $1, recheck: .none) })
  }
}
