import KMSModel
import Planning
import Testing

/// In which words a change says that access becomes wider.
@Suite struct WideningTests {
  private func widenings(_ old: NetworkRuleSpec?, _ new: NetworkRuleSpec) -> [String] {
    Fixture.planner.plan(
      desired: Fixture.desired([Fixture.declared("r", new)]),
      live: Fixture.live(old.map { [Fixture.owned("r", $0)] } ?? [])
    ).changes.first?.widenings ?? []
  }

  private func widenings(_ old: PolicySpec?, _ new: PolicySpec) -> [String] {
    let rules = ["r", "s"].map { Fixture.declared($0, Fixture.rule(["10.1.0.0/16"])) }
    let changes = Fixture.planner.plan(
      desired: Fixture.desired(rules, [Fixture.declared("p", new)]),
      live: Fixture.live([], old.map { [Fixture.owned("p", $0)] } ?? [])
    ).changes
    return changes.first { $0.id.kind == .policy }?.widenings ?? []
  }

  @Test func addressesAreComparedByWhatTheyCover() {
    let old = Fixture.rule(["10.1.0.0/17", "10.1.128.0/17"])
    #expect(widenings(old, Fixture.rule(["10.1.0.0/16"])) == [])
    #expect(widenings(old, Fixture.rule(["10.1.0.0/17"])) == [])
    #expect(
      widenings(old, Fixture.rule(["10.0.0.0/8"])) == [
        "source 10.0.0.0/8 added, covers more than 10.1.0.0/17"
      ])
    #expect(widenings(old, Fixture.rule(["10.9.9.9"])) == ["source 10.9.9.9 added"])
    #expect(widenings(old, Fixture.rule(["::1", "10.1.0.0/17"])) == ["source ::1 added"])
  }

  @Test func publicSourcesInPrivateRulesAreNamedEvenInNewOnes() {
    #expect(widenings(nil, Fixture.rule(["10.1.0.0/16"])) == [])
    #expect(
      widenings(nil, Fixture.rule(["8.8.8.0/24"])) == ["public source 8.8.8.0/24 in a Private rule"]
    )
    #expect(widenings(nil, Fixture.rule(["8.8.8.0/24"], type: .publicNetwork)) == [])
  }

  @Test func manySourcesAreCounted() {
    let new = Fixture.rule((0..<8).map { "10.9.0.\($0)" })
    #expect(widenings(Fixture.rule(["10.1.0.0/16"]), new).last == "3 more sources added")
  }

  @Test func policiesBecomeWiderInManyWays() {
    let old = Fixture.policy(["r"], resources: ["key/ab", "secret/s"])
    #expect(widenings(old, Fixture.policy(["r"], resources: ["key/ab"])) == [])
    #expect(
      widenings(old, Fixture.policy(["r"], resources: ["key/a*", "secret/s"])) == [
        "resource 'key/a*' added, covers more than 'key/ab'"
      ])
    #expect(
      widenings(old, Fixture.policy(["r"], resources: ["key/x"])) == ["resource 'key/x' added"])
    #expect(
      widenings(
        old,
        Fixture.policy(
          ["r"], roles: ["CryptoServiceKeyUser", "CryptoServiceSecretUser"],
          resources: old.resources)) == ["role 'CryptoServiceSecretUser' added"])
    #expect(
      widenings(old, Fixture.policy([], resources: old.resources)) == [
        "becomes unrestricted: no source address is filtered"
      ])
    #expect(
      widenings(old, Fixture.policy(["r", "s"], resources: old.resources)) == [
        "network rule 's' added"
      ])
    #expect(
      widenings(Fixture.policy([]), Fixture.policy(["r"])) == [])
  }

  @Test func newPoliciesSayWhenTheyAreOpen() {
    #expect(widenings(nil, Fixture.policy(["r"])) == [])
    #expect(
      widenings(nil, Fixture.policy([], resources: ["key/*", "secret/*"])) == [
        "resource 'key/*' is every key of the scope",
        "resource 'secret/*' is every secret of the scope",
        "unrestricted: no source address is filtered",
      ])
  }
}
