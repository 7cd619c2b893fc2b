import KMSModel
import Planning
import Testing

/// Which KMS instance a client key is for.
@Suite struct ClientKeyInstanceTests {
  private func plan(
    scopes: [String], named: String? = nil, extras: [DirectorySpec.Extra] = [.json]
  ) -> Plan {
    var key = Fixture.clientKey
    key.instance = named
    key.destinations = [
      DestinationSpec(.directory(DirectorySpec(path: "keys", extras: extras)))
    ]
    let policies = scopes.enumerated().map { index, scope in
      let isShared = scope == "shared"
      return Fixture.declared(
        "p\(index)",
        PolicySpec(
          scope: PolicyScope(rawValue: scope), roles: [isShared ? .sharedSecretUser : .keyUser],
          resources: [isShared ? "secret/s" : "key/k"], networkAccess: .unrestricted))
    }
    let desired = Fixture.desired(
      [], policies,
      [Fixture.declared("a", Fixture.accessPoint(policies.map(\.name)))],
      keys: [Fixture.declared("a", key)])
    return Fixture.planner.plan(desired: desired, live: Fixture.live())
  }

  private func instance(of plan: Plan) -> String? {
    for case .issueClientKey(let order) in plan.steps.map(\.operation) { return order.instance }
    return nil
  }

  @Test func theOnlyInstanceThatThePoliciesNameIsTaken() {
    #expect(instance(of: plan(scopes: ["kst-a"])) == "kst-a")
    #expect(instance(of: plan(scopes: ["kst-a", "shared", "kst-a"])) == "kst-a")
  }

  @Test func theManifestsWordWins() {
    #expect(instance(of: plan(scopes: ["kst-a", "kst-b"], named: "kst-b")) == "kst-b")
    #expect(instance(of: plan(scopes: ["shared"], named: "kst-c")) == "kst-c")
  }

  @Test func withoutFilesAboutItNobodyNeedsAnInstance() {
    for scopes in [["shared"], ["kst-a", "kst-b"]] {
      let plan = plan(scopes: scopes, extras: [])
      #expect(plan.refusals == [])
      #expect(instance(of: plan) == nil)
    }
  }

  @Test func aChoiceThatNobodyMadeIsRefused() {
    #expect(
      plan(scopes: ["kst-b", "kst-a"]).refusals.map { "\($0.message) | \($0.nextStep)" } == [
        "clientkey/a: 'sdk' asks for files about its instance, but the policies of its access "
          + "point name 2 instances: kst-a, kst-b | say which one: 'instance: kst-…' beside "
          + "'deliverTo'"
      ])
    let shared = plan(scopes: ["shared"])
    #expect(shared.refusals.map(\.rule) == [.instanceUnknown])
    #expect(
      shared.refusals.map(\.message) == [
        "clientkey/a: 'sdk' asks for files about its instance, but the policies of its access "
          + "point name no instance"
      ])
  }
}
