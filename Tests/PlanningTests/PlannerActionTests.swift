import KMSModel
import Planning
import Testing

/// Every action on every named kind.
@Suite struct PlannerActionTests {
  static let rule = Fixture.rule(["10.1.0.0/16"])
  static let policy = Fixture.policy(["r"])
  static let point = Fixture.accessPoint(["p"])

  struct Case: CustomTestStringConvertible {
    var name: String
    var live: LiveState
    var desired: DesiredState = .declaredAll
    var options = PlanOptions()
    var changes: [String]
    var steps: [String]
    var testDescription: String { name }
  }

  private func check(_ test: Case) {
    let plan = Fixture.planner.plan(
      desired: test.desired, live: test.live, options: test.options)
    #expect(plan.refusals == [])
    #expect(plan.changeOutline == test.changes)
    #expect(plan.outline == test.steps)
    #expect(plan.steps.map(\.id) == Array(plan.steps.indices))
  }

  @Test(arguments: [
    Case(
      name: "create all kinds", live: Fixture.live(),
      changes: [
        "create networkrule/r [missing] change", "create policy/p [missing] change",
        "create aap/a [missing] change",
      ], steps: ["create networkrule/r", "create policy/p", "create aap/a"]),
    Case(name: "nothing to do", live: .ownedAll, changes: [], steps: []),
    Case(
      name: "update a rule", live: .ownedAll.with(rule: Fixture.rule(["10.2.0.0/16"])),
      changes: ["update networkrule/r [git] change"], steps: ["update networkrule/r"]),
    Case(
      name: "update a policy",
      live: .ownedAll.with(policy: Fixture.policy(["r"], resources: ["key/other"])),
      changes: ["update policy/p [git] change"], steps: ["update policy/p"]),
    Case(
      name: "update an access point", live: .ownedAll.with(point: Fixture.accessPoint(["p", "q"])),
      changes: ["update aap/a [git] change"], steps: ["update aap/a"]),
    Case(
      name: "replace what nobody refers to",
      live: .ownedAll.with(rule: Fixture.rule(["10.1.0.0/16"], type: .publicNetwork))
        .with(policy: Fixture.policy([])),
      options: PlanOptions(allowReplace: [ResourceID(.networkRule, "r")]),
      changes: ["replace networkrule/r [git] change", "update policy/p [git] change"],
      steps: ["delete networkrule/r", "create networkrule/r", "update policy/p"]),
    Case(
      name: "replace an access point",
      live: .ownedAll.with(
        point: .init(
          authenticationMethod: .ramRole, policies: ["p"])),
      options: PlanOptions(allowReplace: [ResourceID(.accessPoint, "a")]),
      changes: ["replace aap/a [git] change"], steps: ["delete aap/a", "create aap/a"]),
    Case(
      name: "delete all kinds", live: .ownedAll, desired: Fixture.desired(),
      options: PlanOptions(allowDelete: [ResourceID(.accessPoint, "a")]),
      changes: [
        "delete networkrule/r [git] change", "delete policy/p [git] change",
        "delete aap/a [git] change",
      ], steps: ["delete aap/a", "delete policy/p", "delete networkrule/r"]),
    Case(
      name: "adopt what is equal", live: .bareAll,
      changes: [
        "adopt networkrule/r [adopt] change", "adopt policy/p [adopt] change",
        "adopt aap/a [adopt] change",
      ], steps: ["update networkrule/r", "update policy/p", "update aap/a"]),
    Case(
      name: "move from another stack",
      live: Fixture.live([Fixture.owned("r", rule, owner: Fixture.other)]),
      desired: Fixture.desired([Fixture.declared("r", rule, adoption: .fromStack("billing"))]),
      changes: ["move networkrule/r [git] change"], steps: ["update networkrule/r"]),
    Case(
      name: "marker only",
      live: Fixture.live([Fixture.owned("r", rule, applied: Fixture.rule(["10.9.0.0/16"]))]),
      desired: Fixture.desired([Fixture.declared("r", rule)]),
      changes: ["marker-only networkrule/r [both] bookkeeping"], steps: ["update networkrule/r"]),
    Case(
      name: "another stack and strangers are left alone",
      live: Fixture.live(
        [Fixture.owned("r", rule, owner: Fixture.other), Fixture.raw("s", "", rule)],
        [Fixture.raw("p", "", policy)], [Fixture.raw("a", "", point)]),
      desired: Fixture.desired(), changes: [], steps: []),
    Case(
      name: "a copied marker makes nothing ours",
      live: Fixture.live([
        Fixture.raw(
          "copy", MarkerText.describe(Fixture.marker("r", applied: rule), description: ""), rule)
      ]), desired: Fixture.desired(), changes: [], steps: []),
  ])
  func planned(_ test: Case) { check(test) }

  @Test func aStackWithoutMarkersUpdatesWhatItNamesAndDeletesNothing() {
    let desired = Fixture.desired(
      [Fixture.declared("r", Self.rule)], stack: Fixture.stack(ownership: .none))
    let live = Fixture.live([
      Fixture.raw("r", "words", Fixture.rule(["10.2.0.0/16"])), Fixture.raw("s", "", Self.rule),
    ])
    let plan = Fixture.planner.plan(desired: desired, live: live)
    #expect(plan.changeOutline == ["update networkrule/r [unknown] change"])
    #expect(
      plan.warnings.map(\.message) == [
        "'ownership: none' cannot tell whose networkrule/r is: it is changed because it is declared"
      ])
    guard case .updateNetworkRule(let update) = plan.steps.first?.operation else {
      Issue.record("no update")
      return
    }
    #expect(update.expected.rawDescription == "words")
    #expect(update.target.rawDescription == "")
  }

  @Test func anUpdateExpectsTheLiveTextAndWritesAFreshMarker() {
    let old = Fixture.rule(["10.2.0.0/16"])
    let live = Fixture.owned("r", old, description: "old words")
    let plan = Fixture.planner.plan(
      desired: Fixture.desired([Fixture.declared("r", Self.rule, description: " new words\n")]),
      live: Fixture.live([live]))
    guard case .updateNetworkRule(let update) = plan.steps.first?.operation else {
      Issue.record("no update")
      return
    }
    #expect(update.expected == .init(rawDescription: live.rawDescription, spec: old))
    #expect(update.target.description == "new words")
    #expect(update.target.marker?.appliedDigest == Self.rule.digest("new words"))
    #expect(plan.changes.first?.fields.map(\.name) == ["description", "allowedSourceIPs"])
  }
}

extension DesiredState {
  /// Rule r, policy p with it, access point a with that.
  static var declaredAll: DesiredState {
    Fixture.desired(
      [Fixture.declared("r", PlannerActionTests.rule)],
      [Fixture.declared("p", PlannerActionTests.policy)],
      [Fixture.declared("a", PlannerActionTests.point)])
  }
}

extension LiveState {
  /// The same, live and owned.
  static var ownedAll: LiveState {
    Fixture.live(
      [Fixture.owned("r", PlannerActionTests.rule)],
      [Fixture.owned("p", PlannerActionTests.policy)],
      [Fixture.owned("a", PlannerActionTests.point)])
  }

  /// The same, live and without markers.
  static var bareAll: LiveState {
    Fixture.live(
      [Fixture.raw("r", "", PlannerActionTests.rule)],
      [Fixture.raw("p", "", PlannerActionTests.policy)],
      [Fixture.raw("a", "", PlannerActionTests.point)])
  }

  func with(rule: NetworkRuleSpec) -> LiveState {
    var state = self
    state.networkRules["r"] = Fixture.owned("r", rule)
    return state
  }

  func with(policy: PolicySpec) -> LiveState {
    var state = self
    state.policies["p"] = Fixture.owned("p", policy)
    return state
  }

  func with(point: AccessPointSpec) -> LiveState {
    var state = self
    state.accessPoints["a"] = Fixture.owned("a", point)
    return state
  }
}
