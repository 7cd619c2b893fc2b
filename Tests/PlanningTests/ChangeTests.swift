import Diagnostics
import KMSModel
import Planning
import Testing

/// Origins, groups and fields of changes.
@Suite struct ChangeTests {
  static let old = Fixture.rule(["10.1.0.0/16"])
  static let new = Fixture.rule(["10.2.0.0/16"])

  private func outline(live: NetworkRuleSpec, applied: AppliedDigest?) -> [String] {
    let object = Fixture.owned("r", live) { if let applied { $0.appliedDigest = applied } }
    return Fixture.planner.plan(
      desired: Fixture.desired([Fixture.declared("r", Self.new)]), live: Fixture.live([object])
    ).changeOutline
  }

  @Test func threeDigestsTellWhoseChangeItIs() {
    let other = Fixture.rule(["10.3.0.0/16"]).digest("")
    #expect(outline(live: Self.old, applied: nil) == ["update networkrule/r [git] change"])
    #expect(
      outline(live: Self.old, applied: Self.new.digest("")) == [
        "update networkrule/r [drift] drift"
      ])
    #expect(outline(live: Self.old, applied: other) == ["update networkrule/r [both] change"])
    let unknown = AppliedDigest(version: 9, hex: "0123456789abcdef")
    #expect(outline(live: Self.old, applied: unknown) == ["update networkrule/r [unknown] change"])
    #expect(outline(live: Self.new, applied: unknown) == [])
    #expect(
      outline(live: Self.new, applied: other) == ["marker-only networkrule/r [both] bookkeeping"])
  }

  @Test func aMarkerThatLagsBehindIsNoDrift() {
    let object = Fixture.owned("r", Self.new, applied: Self.old)
    let plan = Fixture.planner.plan(
      desired: Fixture.desired([Fixture.declared("r", Self.new)]), live: Fixture.live([object]))
    #expect(!plan.isEmpty)
    #expect(!plan.hasDrift)
    #expect(plan.counts == PlanCounts(plan.changes))
    #expect(plan.counts.bookkeeping == 1)
    #expect(plan.counts.change == 0)
  }

  @Test func aFlagIsWrittenWithoutAChangeForPeople() {
    let plan = Fixture.planner.plan(
      desired: Fixture.desired([Fixture.declared("r", Self.old, isProtected: true)]),
      live: Fixture.live([Fixture.owned("r", Self.old)]))
    #expect(plan.changeOutline == ["marker-only networkrule/r [git] bookkeeping"])
    guard case .updateNetworkRule(let update) = plan.steps.first?.operation else { return }
    #expect(update.target.marker?.isProtected == true)
  }

  @Test func fieldsAreNamedAsInManifestsWithTheirPlaces() {
    let fields = ["description", "roles", "resources", "networkRules"]
    let desired = Fixture.desired(
      [Fixture.declared("r", Self.old)],
      [
        Fixture.declared(
          "p",
          Fixture.policy(
            ["r"], roles: ["CryptoServiceSecretUser"], resources: ["secret/a", "secret/b"]),
          description: "secrets", fields: fields)
      ])
    let live = Fixture.live(
      [Fixture.owned("r", Self.old)],
      [
        Fixture.owned(
          "p", Fixture.policy([], roles: ["CryptoServiceSecretUser"], resources: ["secret/a"]))
      ])
    let change = Fixture.planner.plan(desired: desired, live: live).changes.first
    #expect(change?.place == Fixture.place("p"))
    #expect(
      change?.fields == [
        FieldChange(
          "description", .single(before: nil, after: "secrets"),
          place: Fixture.place("p", line: 10)),
        FieldChange(
          "resources", .set(added: ["secret/b"], removed: [], kept: ["secret/a"]),
          place: Fixture.place("p", line: 12)),
        FieldChange(
          "networkRules", .set(added: ["r"], removed: ["unrestricted"], kept: []),
          place: Fixture.place("p", line: 13)),
      ])
  }

  @Test func scopesAreShownInTheWordsOfManifests() {
    let plan = Fixture.planner.plan(
      desired: Fixture.desired([], [Fixture.declared("p", Fixture.policy(scope: "shared"))]),
      live: Fixture.live([], [Fixture.owned("p", Fixture.policy(scope: "kst-a"))]))
    #expect(
      plan.changes.first?.fields == [
        FieldChange("scope", .single(before: "kst-a", after: "SharedKMSGateway"))
      ])
  }
}
