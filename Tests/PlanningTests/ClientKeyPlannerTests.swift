import KMSModel
import Planning
import Testing

@Suite struct ClientKeyPlannerTests {
  static let point = Fixture.accessPoint(["p"])
  static let policy = Fixture.policy()

  func desired(hasKey: Bool = true) -> DesiredState {
    Fixture.desired(
      [], [Fixture.declared("p", Self.policy)], [Fixture.declared("a", Self.point)],
      keys: hasKey ? [Fixture.declared("a", Fixture.clientKey)] : [])
  }

  func live(
    _ records: [RecordedKey], _ keys: [LiveClientKey], intent: KeyIntent? = nil
  ) -> LiveState {
    Fixture.live(
      [], [Fixture.owned("p", Self.policy)],
      [Fixture.owned("a", Self.point, keys: records, intent: intent)], keys: keys)
  }

  func record(_ id: String, elsewhere: Bool = false) -> RecordedKey {
    RecordedKey(shortID: id, origin: elsewhere ? .elsewhere : .delivered(at: Fixture.now))
  }

  func issue(_ live: LiveState) -> String? {
    let plan = Fixture.planner.plan(desired: desired(), live: live)
    #expect(plan.refusals == [])
    #expect(plan.steps.count == plan.changes.count)
    guard let change = plan.changes.first else { return nil }
    return "\(plan.outline.joined()): \(change.reason ?? "") (\(change.group.rawValue))"
  }

  @Test func aNewAccessPointGetsAKeyAfterEverythingItNeeds() {
    let plan = Fixture.planner.plan(desired: desired(), live: Fixture.live())
    #expect(plan.outline == ["create policy/p", "create aap/a", "issue clientkey/a"])
    #expect(plan.steps.last?.dependsOn == [0, 1])
  }

  @Test func aKeyIsIssuedWhenNoneIsRecorded() {
    #expect(issue(live([], [])) == "issue clientkey/a: none yet (change)")
  }

  @Test func aRecordedLiveKeyIsEnough() {
    let key = Fixture.key("11111111", on: "a")
    #expect(issue(live([record("11111111")], [key])) == nil)
    #expect(issue(live([record("11111111", elsewhere: true)], [key])) == nil)
  }

  @Test func aKeyThatIsGoneHasASuccessor() {
    #expect(
      issue(live([record("11111111")], []))
        == "issue clientkey/a: recorded key KAAP.11111111… is gone (change)")
  }

  @Test func anExpiredKeyHasAScheduledSuccessor() {
    let key = Fixture.key("11111111", on: "a", days: -1)
    #expect(
      issue(live([record("11111111")], [key]))
        == "delete clientkey/aissue clientkey/a: recorded key "
        + "KAAP.11111111-0000-4000-8000-000000000000 expired at 2026-09-20T14:13:20Z (scheduled)")
  }

  @Test func anOpenIntentIsFinishedFirst() {
    let intent = KeyIntent(notBefore: Fixture.now, notAfter: Fixture.now.adding(seconds: 86_400))
    #expect(
      issue(live([], [], intent: intent))
        == "recover clientkey/a: finishes an interrupted issue (change)")
  }

  @Test func aTwinOfADeliveredKeyIsOurOwnLateCallAndGoes() {
    let keys = [Fixture.key("11111111", on: "a"), Fixture.key("22222222", on: "a")]
    let plan = Fixture.planner.plan(
      desired: desired(), live: live([record("11111111")], keys))
    #expect(plan.steps.count == 1)
    guard case .deleteClientKey(let deletion)? = plan.steps.first?.operation else {
      Issue.record("no deletion")
      return
    }
    #expect(deletion.keyID == keys[1].id)
    #expect(!plan.hasDrift)
  }

  @Test func aTwinOfAKeyDeliveredElsewhereIsSomebodysAndStays() {
    let keys = [Fixture.key("11111111", on: "a"), Fixture.key("22222222", on: "a")]
    let plan = Fixture.planner.plan(
      desired: desired(), live: live([record("11111111", elsewhere: true)], keys))
    #expect(plan.isEmpty)
  }

  @Test func unrecordedKeysAreOnlyReported() {
    let keys = [Fixture.key("11111111", on: "a"), Fixture.key("22222222", on: "a", days: 150)]
    let plan = Fixture.planner.plan(
      desired: desired(), live: live([record("11111111")], keys))
    #expect(plan.isEmpty)
    #expect(plan.unknownKeys.map(\.keyID) == [keys[1].id])
    #expect(plan.coverage.leftAlone == [])
  }

  @Test func aKeyRemovedAloneNeedsItsFlagAndLeavesOthersAlone() {
    let keys = ["11111111", "22222222", "33333333"].map { Fixture.key($0, on: "a") }
    let live = live([record("11111111"), record("22222222", elsewhere: true)], keys)
    let plan = Fixture.planner.plan(desired: desired(hasKey: false), live: live)
    #expect(
      plan.refusals.map { "\($0.message) | \($0.nextStep)" } == [
        "clientkey/a is no longer declared, and 1 client key dies with it: "
          + "KAAP.11111111-0000-4000-8000-000000000000 (recorded, ends 2027-04-09T14:13:20Z) | to "
          + "allow exactly this: --allow-delete clientkey/a"
      ])
    let allowed = Fixture.planner.plan(
      desired: desired(hasKey: false), live: live,
      options: PlanOptions(allowDelete: [ResourceID(.clientKey, "a")]))
    #expect(
      allowed.steps.map(\.operation) == [
        .deleteClientKey(
          .init(
            accessPoint: "a", keyID: keys[0].id,
            basis: live.accessPoints["a"].map {
              Step.Basis(description: $0.reading.description, spec: $0.spec)
            }))
      ])
  }

  @Test func adoptionRecordsTheValidKeysOfOthers() {
    let keys = [
      Fixture.key("11111111", on: "a", days: 20), Fixture.key("22222222", on: "a", days: -20),
      Fixture.key("33333333", on: "a", days: 10),
    ]
    let live = Fixture.live(
      [], [Fixture.owned("p", Self.policy)], [Fixture.raw("a", "", Self.point)], keys: keys)
    let plan = Fixture.planner.plan(desired: desired(), live: live)
    // The one that ends last ends within `renewBefore`: its successor is due, and has no place.
    #expect(plan.outline == ["update aap/a"])
    #expect(plan.stuck.map(\.costsLeast?.id) == [keys[1].id])
    guard case .updateAccessPoint(let update) = plan.steps.first?.operation else { return }
    #expect(
      update.target.marker?.keys == [
        record("33333333", elsewhere: true), record("11111111", elsewhere: true),
      ])
  }

  @Test func aMoveKeepsKeysAndIntent() {
    let intent = KeyIntent(notBefore: Fixture.now, notAfter: Fixture.now.adding(seconds: 9))
    var desired = desired()
    desired.accessPoints["a"] = Fixture.declared(
      "a", Self.point, adoption: .fromStack("billing"))
    let live = Fixture.live(
      [], [Fixture.owned("p", Self.policy)],
      [
        Fixture.owned(
          "a", Self.point, owner: Fixture.other, keys: [record("11111111")], intent: intent)
      ])
    let plan = Fixture.planner.plan(desired: desired, live: live)
    #expect(plan.outline == ["update aap/a", "recover clientkey/a"])
    guard case .updateAccessPoint(let update) = plan.steps.first?.operation else { return }
    #expect(update.target.marker?.keys == [record("11111111")])
    #expect(update.target.marker?.intent == intent)
    #expect(update.target.marker?.owner == Fixture.owner)
  }

  @Test func aReplacedAccessPointGetsANewKey() {
    var desired = desired()
    desired.accessPoints["a"] = Fixture.declared(
      "a", Fixture.accessPoint(["p"], method: .init(rawValue: "Other")))
    let key = Fixture.key("11111111", on: "a")
    let plan = Fixture.planner.plan(
      desired: desired, live: live([record("11111111")], [key]),
      options: PlanOptions(allowReplace: [ResourceID(.accessPoint, "a")]))
    #expect(plan.outline == ["delete aap/a", "create aap/a", "issue clientkey/a"])
    #expect(plan.changes.first?.dyingKeys.map(\.id) == [key.id])
  }

  @Test func withoutMarkersKeysAreOnlyReported() {
    var desired = desired()
    desired.stack = Fixture.stack(ownership: .none)
    let live = Fixture.live(
      [], [Fixture.raw("p", "", Self.policy)], [Fixture.raw("a", "", Self.point)],
      keys: [Fixture.key("11111111", on: "a")])
    let plan = Fixture.planner.plan(desired: desired, live: live)
    #expect(plan.isEmpty)
    #expect(
      plan.warnings.map(\.message) == [
        "clientkey/a is only reported: 'ownership: none' issues no client keys"
      ])
    #expect(plan.coverage.leftAlone.map(\.reason) == [.unrecordedKey])
  }
}
