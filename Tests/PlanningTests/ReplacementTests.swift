import KMSModel
import Planning
import Testing

/// Replacement through a stand-in: rule r under policy p, policy p under access point a.
@Suite struct ReplacementTests {
  static let oldRule = Fixture.rule(["10.1.0.0/16"])
  static let newRule = Fixture.rule(["10.1.0.0/16"], type: .publicNetwork)
  static let oldPolicy = Fixture.policy(["r"], scope: "kst-a")
  static let newPolicy = Fixture.policy(["r"], scope: "shared")
  static let point = Fixture.accessPoint(["p"])
  static let allowed = PlanOptions(allowReplace: [
    ResourceID(.networkRule, "r"), ResourceID(.policy, "p"),
  ])

  static func desired(_ rule: NetworkRuleSpec, _ policy: PolicySpec) -> DesiredState {
    Fixture.desired(
      [Fixture.declared("r", rule)], [Fixture.declared("p", policy)],
      [Fixture.declared("a", point)])
  }

  static var live: LiveState {
    Fixture.live(
      [Fixture.owned("r", oldRule)], [Fixture.owned("p", oldPolicy)], [Fixture.owned("a", point)])
  }

  @Test func aRuleInUseIsReplacedThroughAStandIn() {
    let plan = Fixture.planner.plan(
      desired: Self.desired(Self.newRule, Self.oldPolicy), live: Self.live, options: Self.allowed)
    #expect(plan.refusals == [])
    #expect(plan.changeOutline == ["replace networkrule/r [git] change"])
    let name = plan.steps.first?.target.name ?? ""
    #expect(name.hasPrefix("r.kmsctl-"))
    #expect(
      plan.outline == [
        "create networkrule/\(name)", "update policy/p", "delete networkrule/r",
        "create networkrule/r", "update policy/p", "delete networkrule/\(name)",
      ])
    #expect(plan.steps.allSatisfy { $0.change == ResourceID(.networkRule, "r") })
  }

  @Test func theStandInHasTheOldSpecAndReferrersKeepTheirMarker() {
    let plan = Fixture.planner.plan(
      desired: Self.desired(Self.newRule, Self.oldPolicy), live: Self.live, options: Self.allowed)
    guard case .createNetworkRule(let standIn) = plan.steps.first?.operation,
      case .updatePolicy(let swap) = plan.steps.dropFirst().first?.operation
    else {
      Issue.record("no stand-in and swap")
      return
    }
    #expect(standIn.spec == Self.oldRule)
    #expect(standIn.marker?.isStandIn == true)
    #expect(swap.target.spec.networkAccess == .rules([standIn.name]))
    #expect(swap.target.rawDescription == Self.live.policies["p"]?.rawDescription)
  }

  @Test func aRuleAndItsPolicyAreReplacedTogether() {
    let plan = Fixture.planner.plan(
      desired: Self.desired(Self.newRule, Self.newPolicy), live: Self.live, options: Self.allowed)
    #expect(plan.refusals == [])
    let rule = plan.steps.first?.target.shortForm ?? ""
    let policy = plan.steps.dropFirst().first?.target.shortForm ?? ""
    #expect(
      plan.outline == [
        "create \(rule)", "create \(policy)", "update aap/a", "delete policy/p",
        "delete networkrule/r", "create networkrule/r", "create policy/p", "update aap/a",
        "delete \(policy)", "delete \(rule)",
      ])
  }

  /// What is granted both before and after is granted at every moment in between.
  @Test func nothingIsCutOffOnTheWay() throws {
    let plan = Fixture.planner.plan(
      desired: Self.desired(Self.newRule, Self.newPolicy), live: Self.live, options: Self.allowed)
    var service = ModelService(Self.live)
    for step in plan.steps {
      try service.run(step)
      let policies = service.live.accessPoints["a"]?.spec.policies ?? []
      #expect(policies.count == 1)
      for policy in policies {
        let rules = service.live.policies[policy]?.spec.networkAccess.ruleNames ?? []
        #expect(rules.count == 1)
        #expect(rules.allSatisfy { service.live.networkRules[$0] != nil })
      }
    }
  }

  @Test(arguments: [
    (newRule, oldPolicy), (oldRule, newPolicy), (newRule, newPolicy),
  ])
  func everyInterruptionIsFinished(rule: NetworkRuleSpec, policy: PolicySpec) throws {
    let desired = Self.desired(rule, policy)
    let plan = Fixture.planner.plan(desired: desired, live: Self.live, options: Self.allowed)
    var service = ModelService(Self.live)
    for step in plan.steps {
      try service.run(step)
      var second = service
      let rest = Fixture.planner.plan(desired: desired, live: second.live, options: Self.allowed)
      #expect(rest.refusals == [], "after step \(step.id)")
      #expect(!rest.changes.contains { $0.origin == .both || $0.origin == .drift })
      for step in rest.steps { try second.run(step) }
      let next = Fixture.planner.plan(desired: desired, live: second.live)
      #expect(next.isEmpty, "after step \(step.id)")
      #expect(second.live.networkRules.keys.sorted() == ["r"])
      #expect(second.live.policies.keys.sorted() == ["p"])
    }
  }

  /// The manifests went back while the replacement was on its way.
  @Test func everyInterruptionIsTakenBack() throws {
    let plan = Fixture.planner.plan(
      desired: Self.desired(Self.newRule, Self.newPolicy), live: Self.live, options: Self.allowed)
    let back = Self.desired(Self.oldRule, Self.oldPolicy)
    var service = ModelService(Self.live)
    for step in plan.steps {
      try service.run(step)
      var second = service
      let rest = Fixture.planner.plan(desired: back, live: second.live, options: Self.allowed)
      #expect(rest.refusals == [], "after step \(step.id)")
      for step in rest.steps { try second.run(step) }
      #expect(Fixture.planner.plan(desired: back, live: second.live).isEmpty)
    }
  }

  @Test func aStrangerUnderTheStandInsNameIsAConflict() throws {
    let desired = Self.desired(Self.newRule, Self.oldPolicy)
    let plan = Fixture.planner.plan(desired: desired, live: Self.live, options: Self.allowed)
    let name = try #require(plan.steps.first?.target.name)
    var live = Self.live
    live.networkRules[name] = Fixture.raw(name, "", Self.oldRule)
    let refused = Fixture.planner.plan(desired: desired, live: live, options: Self.allowed)
    #expect(refused.steps.isEmpty)
    #expect(
      refused.refusals.map(\.message) == [
        "networkrule/\(name) is there and is not the stand-in that replacing networkrule/r needs"
      ])
    #expect(
      refused.refusals.map(\.nextStep) == [
        "delete networkrule/\(name) if nobody uses it, then plan again"
      ])
  }

  @Test func aStandInOfTheRightSpecIsUsedAgain() throws {
    let desired = Self.desired(Self.newRule, Self.oldPolicy)
    let plan = Fixture.planner.plan(desired: desired, live: Self.live, options: Self.allowed)
    var service = ModelService(Self.live)
    try service.run(plan.steps[0])
    let again = Fixture.planner.plan(desired: desired, live: service.live, options: Self.allowed)
    #expect(again.outline == Array(plan.outline.dropFirst()))
    #expect(again.changeOutline == ["replace networkrule/r [git] change"])
  }

  @Test func longNamesAreCutForTheirStandIn() throws {
    let long = String(repeating: "r", count: 192)
    let policy = Fixture.policy([long])
    let desired = Fixture.desired(
      [Fixture.declared(long, Self.newRule)], [Fixture.declared("p", policy)])
    let live = Fixture.live([Fixture.owned(long, Self.oldRule)], [Fixture.owned("p", policy)])
    let plan = Fixture.planner.plan(
      desired: desired, live: live, options: .init(allowReplace: [ResourceID(.networkRule, long)]))
    #expect(plan.steps.first?.target.name.utf8.count == 192)
    var service = ModelService(live)
    for step in plan.steps { try service.run(step) }
    #expect(Fixture.planner.plan(desired: desired, live: service.live).isEmpty)
  }

  @Test func withoutMarkersNothingStandsIn() {
    var desired = Self.desired(Self.newRule, Self.oldPolicy)
    desired.stack = Fixture.stack(ownership: .none)
    let live = Fixture.live(
      [Fixture.raw("r", "", Self.oldRule)], [Fixture.raw("p", "", Self.oldPolicy)],
      [Fixture.raw("a", "", Self.point)])
    let plan = Fixture.planner.plan(desired: desired, live: live, options: Self.allowed)
    #expect(
      plan.refusals.map(\.message) == [
        "networkrule/r is referred to, and its replacement needs a stand-in with a marker, which "
          + "'ownership: none' does not write"
      ])
  }
}
