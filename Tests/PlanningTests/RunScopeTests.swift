import KMSModel
import Planning
import Testing

/// Runs over part of a stack.
@Suite struct RunScopeTests {
  private func plan(
    _ desired: DesiredState, _ live: LiveState, targets: [String] = [], excludes: [String] = [],
    _ options: PlanOptions = .init()
  ) -> Plan {
    var options = options
    options.targets = AddressPatternList(targets)
    options.excludes = AddressPatternList(excludes)
    return Fixture.planner.plan(desired: desired, live: live, options: options)
  }

  @Test func aTargetBringsWhatItRefersTo() {
    let desired = Fixture.desired(
      [
        Fixture.declared("r", PlannerActionTests.rule),
        Fixture.declared("s", PlannerActionTests.rule),
      ], [Fixture.declared("p", PlannerActionTests.policy)],
      [Fixture.declared("a", PlannerActionTests.point)],
      keys: [Fixture.declared("a", Fixture.clientKey)])
    let policy = plan(desired, Fixture.live(), targets: ["policy/*"])
    #expect(policy.isPartial)
    #expect(policy.outline == ["create networkrule/r", "create policy/p"])
    let key = plan(desired, Fixture.live(), targets: ["clientkey/a"])
    #expect(
      key.outline == [
        "create networkrule/r", "create policy/p", "create aap/a", "issue clientkey/a",
      ])
  }

  @Test func onlyWhatIsTargetedIsDeleted() {
    let live = Fixture.live([
      Fixture.owned("r", PlannerActionTests.rule), Fixture.owned("s", PlannerActionTests.rule),
    ])
    let plan = plan(Fixture.desired(), live, targets: ["networkrule/s"])
    #expect(plan.outline == ["delete networkrule/s"])
    #expect(
      plan.coverage.leftAlone == [.init(id: ResourceID(.networkRule, "r"), reason: .notTargeted)])
  }

  @Test func pathArgumentsDeleteNothing() {
    var desired = Fixture.desired([Fixture.declared("n", PlannerActionTests.rule)])
    desired.isPartial = true
    let plan = plan(desired, .ownedAll)
    #expect(plan.isPartial)
    #expect(plan.outline == ["create networkrule/n"])
    #expect(plan.coverage.leftAlone.map(\.id.shortForm) == ["networkrule/r", "policy/p", "aap/a"])
    #expect(plan.coverage.leftAlone.allSatisfy { $0.reason == .notTargeted })
  }

  @Test func aTargetThatCutsThroughAReplacementIsRefused() {
    let desired = ReplacementTests.desired(ReplacementTests.newRule, ReplacementTests.oldPolicy)
    let plan = plan(
      desired, ReplacementTests.live, targets: ["networkrule/r"], ReplacementTests.allowed)
    #expect(
      plan.refusals.map { "\($0.rule.rawValue): \($0.message) | \($0.nextStep)" } == [
        "target-cuts-replacement: policy/p refers to networkrule/r and is not part of this run | "
          + "take policy/p into the run, or leave networkrule/r out of it"
      ])
  }

  @Test func anExcludedReferenceThatIsNotThereIsRefused() {
    let plan = plan(.declaredAll, Fixture.live(), excludes: ["networkrule/r"])
    #expect(
      plan.refusals.map { "\($0.rule.rawValue): \($0.message) | \($0.nextStep)" } == [
        "target-cuts-replacement: policy/p refers to networkrule/r, which is not there and not "
          + "part of this run | take networkrule/r into the run"
      ])
  }

  @Test func anExternalReferenceThatIsNotThereIsAWarning() {
    let desired = Fixture.desired([], [Fixture.declared("p", Fixture.policy(["shared-x"]))])
    let plan = plan(desired, Fixture.live())
    #expect(plan.outline == ["create policy/p"])
    #expect(
      plan.warnings.map(\.message) == [
        "policy/p refers to networkrule/shared-x, which does not exist: that is closed until "
          + "somebody makes it"
      ])
  }

  @Test func instancesAreLookedAt() {
    var live = LiveState.ownedAll
    for (reading, text) in [
      (InstanceReading.missing, "does not exist in this account and region"),
      (.exists(status: "Disconnected"), "is 'Disconnected', not 'Connected'"),
      (.unreadable(reason: "no answer"), "could not be read: no answer"),
    ] {
      live.instances = [Fixture.instance: reading]
      #expect(
        plan(.declaredAll, live).warnings.map(\.message) == [
          "policy/p: instance '\(Fixture.instance)' \(text)"
        ])
    }
    live.instances = [Fixture.instance: .exists(status: "Connected")]
    #expect(plan(.declaredAll, live).warnings == [])
  }
}
