import KMSModel
import Planning
import Testing

/// Refusals that are about how objects hang together, in their exact words.
@Suite struct OrderRefusalTests {
  private static let rule = Fixture.rule(["10.1.0.0/16"])
  private static let publicRule = Fixture.rule(["10.1.0.0/16"], type: .publicNetwork)
  private static let standIn = ResourceID(.networkRule, "r.kmsctl-f068050c")
  private static let live = Fixture.live(
    [Fixture.owned("r", rule)], [Fixture.owned("p", Fixture.policy(["r"]))])
  private static let desired = Fixture.desired(
    [Fixture.declared("r", publicRule)], [Fixture.declared("p", Fixture.policy(["r"]))])

  private func refusals(
    _ desired: DesiredState, _ live: LiveState, _ options: PlanOptions
  ) -> [String] {
    let plan = Fixture.planner.plan(desired: desired, live: live, options: options)
    #expect(plan.steps.isEmpty)
    return plan.refusals.map { "\($0.rule.rawValue): \($0.message) | \($0.nextStep)" }
  }

  @Test func aTargetDoesNotCutAReplacement() {
    let options = PlanOptions(
      allowReplace: [ResourceID(.networkRule, "r")], targets: AddressPatternList(["networkrule/r"]))
    #expect(
      refusals(Self.desired, Self.live, options) == [
        "target-cuts-replacement: policy/p refers to networkrule/r and is not part of this run | "
          + "take policy/p into the run, or leave networkrule/r out of it"
      ])
  }

  @Test func anExclusionDoesNotLeaveAReferenceToNothing() {
    let desired = Fixture.desired(
      [Fixture.declared("r", Self.rule), Fixture.declared("s", Self.rule)],
      [Fixture.declared("p", Fixture.policy(["r", "s"]))])
    let options = PlanOptions(excludes: AddressPatternList(["networkrule/s"]))
    #expect(
      refusals(desired, Self.live, options) == [
        "target-cuts-replacement: policy/p refers to networkrule/s, which is not there and not "
          + "part of this run | take networkrule/s into the run"
      ])
  }

  @Test(arguments: ["stranger", "other content", "ignored", "unreadable"])
  func whatTakesAStandInsNameIsNamed(taken: String) {
    var live = Self.live
    switch taken {
    case "stranger":
      live.networkRules[Self.standIn.name] = Fixture.raw(Self.standIn.name, "", Self.rule)
    case "other content":
      live.networkRules[Self.standIn.name] =
        Fixture.owned(Self.standIn.name, Fixture.rule(["10.7.0.0/16"])) { $0.isStandIn = true }
    case "ignored": live.ignored = [Self.standIn]
    default:
      live.unreadable = [
        UnreadableObject(id: Self.standIn, operation: "DescribeNetworkRule", reason: "no answer")
      ]
    }
    let options = PlanOptions(allowReplace: [ResourceID(.networkRule, "r")])
    #expect(
      refusals(Self.desired, live, options).filter { !$0.hasPrefix("unreadable") } == [
        "stand-in-conflict: networkrule/r.kmsctl-f068050c is there and is not the stand-in that "
          + "replacing networkrule/r needs | delete networkrule/r.kmsctl-f068050c if nobody uses "
          + "it, then plan again"
      ])
  }

  /// Two policies change rules with each other while both rules move.
  private func swapped(keeping kept: [String]) -> (DesiredState, LiveState) {
    (
      Fixture.desired(
        [
          Fixture.declared("r", Fixture.rule(["10.2.0.0/16"] + kept)),
          Fixture.declared("s", Fixture.rule(["10.4.0.0/16"] + kept)),
        ],
        [
          Fixture.declared("p", Fixture.policy(["s"])),
          Fixture.declared("q", Fixture.policy(["r"])),
        ]),
      Fixture.live(
        [
          Fixture.owned("r", Fixture.rule(["10.1.0.0/16"] + kept)),
          Fixture.owned("s", Fixture.rule(["10.3.0.0/16"] + kept)),
        ],
        [Fixture.owned("p", Fixture.policy(["r"])), Fixture.owned("q", Fixture.policy(["s"]))])
    )
  }

  @Test func changesThatWaitForEachOtherAreNamed() {
    let (desired, live) = swapped(keeping: [])
    #expect(
      refusals(desired, live, .init()) == [
        "no-safe-order: in every order, some access would be wider on the way than before and "
          + "after: the changes of networkrule/r, networkrule/s, policy/p, policy/q wait for each "
          + "other | apply them in two commits, first what takes access away, then what gives it"
      ])
  }

  @Test func rulesThatKeepSomethingAreCutInsteadOfRefused() {
    let (desired, live) = swapped(keeping: ["10.9.0.0/16"])
    let plan = Fixture.planner.plan(desired: desired, live: live)
    #expect(plan.refusals == [])
    #expect(plan.outline.filter { $0 == "update networkrule/r" }.count == 2)
  }

  @Test func whatNobodyUnderstandsIsNotRepointed() {
    let policy = Fixture.policy(["r"])
    var odd = policy
    odd.networkAccess = .opaque("{\"NetworkRules\":[\"r\"],\"New\":1}")
    let live = Fixture.live(
      [Fixture.owned("r", Self.rule)], [Fixture.owned("p", odd, applied: policy)])
    let options = PlanOptions(allowReplace: [ResourceID(.networkRule, "r")])
    #expect(
      refusals(Self.desired, live, options) == [
        "no-safe-order: in every order, some access would be wider on the way than before and "
          + "after: the changes of networkrule/r, policy/p wait for each other | apply them in two "
          + "commits, first what takes access away, then what gives it",
        "no-safe-order: policy/p has live network access that kmsctl does not understand, so it "
          + "cannot be repointed while networkrule/r is replaced | apply the change of policy/p "
          + "first, then that of networkrule/r",
      ])
  }
}
