import KMSModel
import Planning
import Testing

/// A reference to what does not exist is closed: making it widens, adding such a reference does not.
@Suite struct DanglingReferenceTests {
  private static let rule = Fixture.rule(["10.1.0.0/16"])

  private func widenings(_ desired: DesiredState, _ live: LiveState) -> [String: [String]] {
    Fixture.planner.plan(desired: desired, live: live).changes
      .reduce(into: [:]) { $0[$1.id.shortForm] = $1.widenings }
  }

  @Test func aRuleThatAPolicyRefersToAlreadyWidensWhenItIsMade() {
    let policy = Fixture.policy(["r"])
    let found = widenings(
      Fixture.desired([Fixture.declared("r", Self.rule)], [Fixture.declared("p", policy)]),
      Fixture.live([], [Fixture.owned("p", policy), Fixture.raw("theirs", "", policy)]))
    #expect(
      found == [
        "networkrule/r": [
          "policy 'p' refers to it already: from its addresses nobody was let in while it did not "
            + "exist",
          "policy 'theirs' refers to it already: from its addresses nobody was let in while it did "
            + "not exist",
        ]
      ])
  }

  @Test func aPolicyThatAnAccessPointRefersToAlreadyWidensWhenItIsMade() {
    let point = Fixture.accessPoint(["p"])
    let found = widenings(
      Fixture.desired(
        [], [Fixture.declared("p", Fixture.policy())], [Fixture.declared("a", point)]),
      Fixture.live([], [], [Fixture.owned("a", point)]))
    #expect(
      found["policy/p"]?.last
        == "access point 'a' refers to it already: it granted nothing while it did not exist")
  }

  @Test func whatNobodyReferredToOrNobodyWillIsNoWidening() {
    let rules = ["r", "s"].map { Fixture.declared($0, Self.rule) }
    let found = widenings(
      Fixture.desired(
        rules,
        [
          Fixture.declared("p", Fixture.policy(["s"])),
          Fixture.declared("q", Fixture.policy(["r"])),
        ]),
      Fixture.live(
        [Fixture.owned("s", Self.rule)], [Fixture.owned("p", Fixture.policy(["r", "s"]))]))
    #expect(found["networkrule/r"] == [])
  }

  @Test func aNewReferenceToNothingIsNoWidening() {
    let desired = { (rules: [String]) in
      Fixture.desired(
        [Fixture.declared("r", Self.rule)], [Fixture.declared("p", Fixture.policy(rules))])
    }
    let live = Fixture.live(
      [Fixture.owned("r", Self.rule)], [Fixture.owned("p", Fixture.policy(["r"]))])
    #expect(widenings(desired(["r", "gone"]), live)["policy/p"] == [])
    #expect(widenings(desired(["gone"]), live)["policy/p"] == [])
    let dangling = Fixture.live(
      [Fixture.owned("r", Self.rule)], [Fixture.owned("p", Fixture.policy(["gone"]))])
    #expect(widenings(desired(["r"]), dangling)["policy/p"] == ["network rule 'r' added"])
    #expect(widenings(desired(["gone", "gone2"]), dangling)["policy/p"] == [])
    // Without any rule left it is open, not closed.
    #expect(
      widenings(desired([]), dangling)["policy/p"] == [
        "becomes unrestricted: no source address is filtered"
      ])
  }

  @Test func aNewReferenceToAPolicyThatDoesNotExistIsNoWidening() {
    let live = Fixture.live(
      [], [Fixture.owned("p", Fixture.policy())], [Fixture.owned("a", Fixture.accessPoint(["p"]))])
    let desired = Fixture.desired(
      [], [Fixture.declared("p", Fixture.policy())],
      [Fixture.declared("a", Fixture.accessPoint(["p", "gone"]))])
    #expect(widenings(desired, live)["aap/a"] == [])
  }

  @Test func whatSomebodyMadeAwayWithIsSaidInEveryPlan() {
    let live = Fixture.live(
      [],
      [Fixture.owned("p", Fixture.policy(["gone"])), Fixture.raw("q", "", Fixture.policy(["x"]))],
      [Fixture.owned("a", Fixture.accessPoint(["p", "away"]))])
    let plan = Fixture.planner.plan(
      desired: Fixture.desired(
        [], [Fixture.declared("p", Fixture.policy(["gone"]))],
        [Fixture.declared("a", Fixture.accessPoint(["p", "away"]))]), live: live)
    #expect(plan.changes.isEmpty && plan.refusals.isEmpty)
    #expect(
      plan.warnings.map(\.message).sorted() == [
        "aap/a refers to policy/away, which does not exist: that is closed until somebody makes it",
        "policy/p refers to networkrule/gone, which does not exist: that is closed until somebody "
          + "makes it",
      ])
  }

  @Test func whatCannotBeUnderstoodMayMeanTheRule() {
    var policy = Fixture.policy(["x"])
    policy.networkAccess = .opaque(#"{"NetworkRules":["r"],"New":1}"#)
    let found = widenings(
      Fixture.desired([Fixture.declared("r", Self.rule)]),
      Fixture.live([], [Fixture.raw("theirs", "", policy)]))
    #expect(found["networkrule/r"]?.count == 1)
  }
}
