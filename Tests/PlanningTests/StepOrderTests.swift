import KMSModel
import Planning
import Testing

/// Which of two updates comes first: rule r and policy p change together under access point a.
@Suite struct StepOrderTests {
  static let small = Fixture.rule(["10.1.0.0/17"])
  static let large = Fixture.rule(["10.1.0.0/16"])
  static let moved = Fixture.rule(["10.2.0.0/16"])
  static let few: Set<String> = ["key/a"]
  static let many: Set<String> = ["key/*"]

  private func plan(
    _ rule: (NetworkRuleSpec, NetworkRuleSpec), _ grants: (Set<String>, Set<String>)
  ) -> Plan {
    let point = Fixture.accessPoint(["p"])
    return Fixture.planner.plan(
      desired: Fixture.desired(
        [Fixture.declared("r", rule.1)],
        [Fixture.declared("p", Fixture.policy(["r"], resources: grants.1))],
        [Fixture.declared("a", point)]),
      live: Fixture.live(
        [Fixture.owned("r", rule.0)],
        [Fixture.owned("p", Fixture.policy(["r"], resources: grants.0))],
        [Fixture.owned("a", point)]))
  }

  @Test func aNarrowerPolicyComesBeforeAWiderRule() {
    let plan = plan((Self.small, Self.large), (Self.many, Self.few))
    #expect(plan.outline == ["update policy/p", "update networkrule/r"])
    #expect(plan.orders("update policy/p", before: "update networkrule/r"))
  }

  @Test func aNarrowerRuleComesBeforeAWiderPolicy() {
    let plan = plan((Self.large, Self.small), (Self.few, Self.many))
    #expect(plan.outline == ["update networkrule/r", "update policy/p"])
    #expect(plan.orders("update networkrule/r", before: "update policy/p"))
  }

  @Test func whatMovesTheSameWayIsIndependent() {
    for (rule, grants) in [
      ((Self.large, Self.small), (Self.many, Self.few)),
      ((Self.small, Self.large), (Self.few, Self.many)),
    ] {
      #expect(plan(rule, grants).steps.allSatisfy { $0.dependsOn.isEmpty })
    }
  }

  @Test func twoMixturesCutThePolicyInTwo() {
    let plan = plan((Self.large, Self.moved), (["key/a*", "key/x"], ["key/ab", "key/y"]))
    #expect(plan.outline == ["update policy/p", "update networkrule/r", "update policy/p"])
    guard case .updatePolicy(let first) = plan.steps[0].operation else { return }
    #expect(first.target.spec == Fixture.policy(["r"], resources: ["key/ab"]))
    #expect(first.target.marker?.appliedDigest != first.target.spec.digest(""))
  }

  @Test func grantsWithNothingInCommonAreDarkInBetween() {
    let plan = plan((Self.large, Self.moved), (["key/a"], ["key/b"]))
    guard case .updatePolicy(let first) = plan.steps.first?.operation else {
      Issue.record("no narrowing update")
      return
    }
    #expect(first.target.spec.roles == [])
    #expect(first.target.spec.resources == ["key/a"])
    #expect(first.target.spec.networkAccess == .rules(["r"]))
  }

  /// Access point a leaves p for q, both under rule r, whose addresses move.
  private func swap(from old: NetworkRuleSpec, to new: NetworkRuleSpec) -> Plan {
    Fixture.planner.plan(
      desired: Fixture.desired(
        [Fixture.declared("r", new)],
        [
          Fixture.declared("p", Fixture.policy(["r"], resources: ["key/a"])),
          Fixture.declared("q", Fixture.policy(["r"], resources: ["key/b"])),
        ], [Fixture.declared("a", Fixture.accessPoint(["q"]))]),
      live: Fixture.live(
        [Fixture.owned("r", old)],
        [
          Fixture.owned("p", Fixture.policy(["r"], resources: ["key/a"])),
          Fixture.owned("q", Fixture.policy(["r"], resources: ["key/b"])),
        ], [Fixture.owned("a", Fixture.accessPoint(["p"]))]))
  }

  @Test func aRuleIsCutInTwoWhereThatHelps() {
    let plan = swap(from: Self.large, to: Fixture.rule(["10.1.0.0/17", "10.2.0.0/16"]))
    #expect(plan.outline == ["update networkrule/r", "update aap/a", "update networkrule/r"])
    guard case .updateNetworkRule(let first) = plan.steps[0].operation else { return }
    #expect(first.target.spec == Self.small)
  }

  @Test func whereNoOrderIsSafeThePlanSaysSo() {
    let plan = swap(from: Self.large, to: Self.moved)
    #expect(plan.steps.isEmpty)
    #expect(
      plan.refusals.map { "\($0.rule.rawValue): \($0.message) | \($0.nextStep)" } == [
        "no-safe-order: in every order, some access would be wider on the way than before and "
          + "after: the changes of networkrule/r, aap/a wait for each other | apply them in two "
          + "commits, first what takes access away, then what gives it"
      ])
  }

  @Test func aPolicyIsTakenOnAfterItIsNarrowedAndDroppedBeforeItIsWidened() {
    let live = Fixture.live(
      [],
      [
        Fixture.owned("p", Fixture.policy(resources: Self.many)),
        Fixture.owned("q", Fixture.policy(resources: Self.few)),
      ],
      [
        Fixture.owned("a", Fixture.accessPoint(["q"]))
      ])
    let desired = Fixture.desired(
      [],
      [
        Fixture.declared("p", Fixture.policy(resources: Self.few)),
        Fixture.declared("q", Fixture.policy(resources: Self.many)),
      ], [Fixture.declared("a", Fixture.accessPoint(["p"]))])
    let plan = Fixture.planner.plan(desired: desired, live: live)
    #expect(plan.outline == ["update policy/p", "update aap/a", "update policy/q"])
    #expect(plan.orders("update policy/p", before: "update policy/q"))
  }

  @Test func aNewPolicyIsThereBeforeItsAccessPointAndItsRuleBeforeIt() {
    let plan = Fixture.planner.plan(desired: .declaredAll, live: Fixture.live())
    #expect(plan.steps.map(\.dependsOn) == [[], [0], [0, 1]])
    #expect(plan.orders("create networkrule/r", before: "create aap/a"))
  }

  /// No narrowing ever leaves an empty list of rules: that would be open to everybody.
  @Test func openingAndClosingAPolicyIsOneWrite() {
    let live = Fixture.live(
      [Fixture.owned("r", Self.small)],
      [Fixture.owned("p", Fixture.policy(["r"])), Fixture.owned("q", Fixture.policy([]))])
    let desired = Fixture.desired(
      [Fixture.declared("r", Self.moved)],
      [
        Fixture.declared("p", Fixture.policy([])), Fixture.declared("q", Fixture.policy(["r"])),
      ])
    let plan = Fixture.planner.plan(desired: desired, live: live)
    #expect(plan.outline.filter { $0.hasSuffix("p") || $0.hasSuffix("q") }.count == 2)
  }

  @Test func theSameInputGivesTheSamePlan() {
    for seed in 0..<40 as Range<UInt64> {
      let (first, second) = (RandomWorld(seed: seed), RandomWorld(seed: seed))
      let plans = [first, second].map { FlagReader.plan(desired: $0.desired, live: $0.live).plan }
      #expect(plans[0] == plans[1])
    }
  }
}
