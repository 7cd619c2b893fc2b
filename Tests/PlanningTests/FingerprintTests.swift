import Diagnostics
import KMSModel
import Planning
import Testing

@Suite struct FingerprintTests {
  private func fingerprint(_ desired: DesiredState, _ live: LiveState) -> String {
    Fixture.planner.plan(desired: desired, live: live).fingerprint
  }

  @Test func itHasAFixedForm() {
    let text = fingerprint(.declaredAll, Fixture.live())
    #expect(text.hasPrefix("sha256:"))
    #expect(text.utf8.count == 71)
  }

  @Test func everyOtherChangeHasAnother() {
    let lives: [LiveState] = [
      Fixture.live(), .ownedAll, .bareAll, .ownedAll.with(rule: Fixture.rule(["10.3.0.0/16"])),
      .ownedAll.with(rule: Fixture.rule(["10.4.0.0/16"])),
    ]
    #expect(Set(lives.map { fingerprint(.declaredAll, $0) }).count == lives.count)
  }

  @Test func strangersAndPlacesDoNotMoveIt() {
    var live = Fixture.live()
    let before = fingerprint(.declaredAll, live)
    live.networkRules["stranger"] = Fixture.raw("stranger", "", PlannerActionTests.rule)
    #expect(fingerprint(.declaredAll, live) == before)
    var desired = DesiredState.declaredAll
    desired.networkRules["r"]?.place.line += 7
    #expect(fingerprint(desired, live) == before)
  }

  /// A plan reviewed on Friday is the same plan on Monday.
  @Test func theClockDoesNotMoveIt() {
    let point = Fixture.accessPoint(["p"])
    let desired = Fixture.desired(
      [], [Fixture.declared("p", Fixture.policy())],
      [Fixture.declared("a", point, description: "new"), Fixture.declared("b", point)],
      keys: [Fixture.declared("a", Fixture.clientKey)])
    var live = Fixture.live(
      [], [Fixture.owned("p", Fixture.policy())],
      [
        Fixture.owned(
          "a", point, keys: [RecordedKey(shortID: "11111111", origin: .delivered(at: Fixture.now))]),
        Fixture.raw("b", "", point),
      ],
      keys: [Fixture.key("11111111", on: "a", days: 62), Fixture.key("22222222", on: "b", days: 1)])
    let friday = Fixture.planner.plan(desired: desired, live: live)
    live.now = live.now.adding(seconds: 3 * 86_400)
    let monday = Fixture.planner.plan(desired: desired, live: live)
    #expect(friday.outline == ["update aap/a", "update aap/b"])
    #expect(monday.outline == ["update aap/a", "update aap/b", "issue clientkey/a"])
    #expect(friday.fingerprint == monday.fingerprint)
  }
}
