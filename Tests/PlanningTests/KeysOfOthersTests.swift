import Diagnostics
import KMSModel
import Planning
import Testing

/// F5: client keys that others made on this stack's access points.
@Suite struct KeysOfOthersTests {
  static let own = Fixture.key("11111111", on: "a")
  static let strange = Fixture.key("22222222", on: "a", days: 1_900)
  static let place = SourceLocation(file: "kmsctl.yaml", line: 9, column: 15)

  static func desired(accepting ids: [String] = [], isPartial: Bool = false) -> DesiredState {
    var stack = Fixture.stack()
    stack.acceptedKeys = ids.map { Located($0, at: place) }
    return Fixture.desired(
      [], [Fixture.declared("p", Fixture.policy())],
      [Fixture.declared("a", Fixture.accessPoint(["p"]))],
      keys: [Fixture.declared("a", Fixture.clientKey)], stack: stack, isPartial: isPartial)
  }

  static func live(
    _ keys: [LiveClientKey], intent: KeyIntent? = nil,
    _ others: [LiveObject<AccessPointSpec>] = []
  ) -> LiveState {
    Fixture.live(
      [], [Fixture.owned("p", Fixture.policy())],
      [
        Fixture.owned(
          "a", Fixture.accessPoint(["p"]),
          keys: [RecordedKey(shortID: own.shortID, origin: .delivered(at: Fixture.now))],
          intent: intent)
      ] + others, keys: keys)
  }

  private func plan(
    _ live: LiveState, accepting ids: [String] = [], options: PlanOptions = .init()
  ) -> Plan {
    Fixture.planner.plan(desired: Self.desired(accepting: ids), live: live, options: options)
  }

  @Test func f5AKeyOfUnknownOriginIsDriftAndNoStep() {
    let plan = plan(Self.live([Self.own, Self.strange]))
    #expect(plan.isEmpty && plan.changes.isEmpty)
    #expect(plan.hasDrift && !plan.differsFromManifests)
    #expect(plan.coverage.leftAlone == [])
    let key = plan.unknownKeys.first
    #expect(plan.unknownKeys.count == 1)
    #expect(key?.accessPoint == "a" && key?.keyID == Self.strange.id)
    #expect(key?.notAfter == Self.strange.notAfter && key?.hasEnded == false)
    #expect(
      key?.deleteCommand
        == "aliyun kms DeleteClientKey --ClientKeyId \(Self.strange.id) --region cn-hangzhou")
    #expect(key?.acceptance == "clientkey/\(Self.strange.id)")
  }

  @Test("A6: a live key that every destination holds is recorded again, and said")
  func aBuriedKeyIsRecordedAgain() {
    var live = Self.live([Self.own, Self.strange])
    live.heldUnrecorded = [Self.strange.id]
    let plan = plan(live)
    #expect(plan.unknownKeys == [])
    #expect(plan.changes.map(\.action) == [.markerOnly])
    guard case .updateAccessPoint(let update)? = plan.steps.first?.operation else {
      Issue.record("no update: \(plan.steps)")
      return
    }
    #expect(
      update.target.marker?.keys.map(\.shortID) == [Self.own.shortID, Self.strange.shortID])
    #expect(update.target.marker?.newestDelivered?.shortID == Self.strange.shortID)
    #expect(
      plan.warnings.map(\.message) == [
        "client key \(Self.strange.id) is delivered here and not recorded, perhaps because two runs "
          + "wrote the marker of aap/a at the same time; it will be recorded"
      ])
    let open = KeyIntent(notBefore: Fixture.now, notAfter: Fixture.now.adding(seconds: 9))
    var busy = Self.live([Self.own, Self.strange], intent: open)
    busy.heldUnrecorded = [Self.strange.id]
    #expect(self.plan(busy).unknownKeys.map(\.keyID) == [Self.strange.id])
  }

  @Test func f5AKeyThatHasEndedIsStillOfUnknownOrigin() {
    let ended = Fixture.key("22222222", on: "a", days: -5)
    #expect(plan(Self.live([Self.own, ended])).unknownKeys.map(\.hasEnded) == [true])
  }

  @Test func f5TheFingerprintDoesNotDependOnWhatOthersDo() {
    let calm = plan(Self.live([Self.own]))
    #expect(plan(Self.live([Self.own, Self.strange])).fingerprint == calm.fingerprint)
    #expect(
      plan(Self.live([Self.own]), accepting: [Self.strange.id]).fingerprint == calm.fingerprint)
  }

  @Test func f5AnAcceptedKeyIsNoDriftAndIsListed() {
    let plan = plan(Self.live([Self.own, Self.strange]), accepting: [Self.strange.id])
    #expect(plan.unknownKeys == [] && !plan.hasDrift)
    #expect(!plan.warnings.contains { $0.message.contains("spec.external") })
    #expect(
      plan.coverage.leftAlone == [
        .init(id: ResourceID(.clientKey, "a"), reason: .acceptedKey, keyID: Self.strange.id)
      ])
  }

  @Test func f5AnAcceptanceWhoseKeyIsGoneIsReportedWithItsPlace() {
    let plan = plan(Self.live([Self.own]), accepting: [Self.strange.id])
    #expect(!plan.hasDrift)
    #expect(
      plan.warnings == [
        PlanWarning(
          ResourceID(.clientKey, Self.strange.id),
          "clientkey/\(Self.strange.id) is accepted in 'spec.external' and is gone: remove the entry",
          place: Self.place)
      ])
  }

  @Test func f5WhatCouldNotBeReadIsNotGone() {
    var unread = Self.live([Self.own])
    unread.unreadable = [
      UnreadableObject(
        id: ResourceID(.clientKey, "b"), operation: "ListClientKeys", reason: "no answer")
    ]
    #expect(plan(unread, accepting: [Self.strange.id]).warnings == [])
    var ignoring = Self.live([Self.own])
    ignoring.ignored = [ResourceID(.accessPoint, "legacy")]
    #expect(plan(ignoring, accepting: [Self.strange.id]).warnings == [])
  }

  @Test func f5AnAcceptanceThatAcceptsNothingSaysWhereTheKeyIs() {
    let far = Fixture.key("33333333", on: "theirs")
    let live = Self.live(
      [Self.own, far], [Fixture.raw("theirs", "", Fixture.accessPoint(["p"]))])
    #expect(
      plan(live, accepting: [far.id, Self.own.id]).warnings.map(\.message) == [
        "clientkey/\(far.id) is accepted in 'spec.external' and is on aap/theirs, which is not "
          + "this stack's: remove the entry",
        "clientkey/\(Self.own.id) is accepted in 'spec.external' and is on aap/a, where kmsctl "
          + "knows it anyway: remove the entry",
      ])
  }

  @Test func f5APendingKeyAnOrphanAndOthersAccessPointsAreNoDrift() {
    let intent = KeyIntent(
      notBefore: Self.strange.notBefore, notAfter: Self.strange.notAfter)
    #expect(plan(Self.live([Self.own, Self.strange], intent: intent)).unknownKeys == [])
    let twin = Fixture.key("22222222", on: "a")
    #expect(plan(Self.live([Self.own, twin])).unknownKeys == [])
    let theirs = Self.live(
      [Self.own, Fixture.key("33333333", on: "theirs")],
      [Fixture.raw("theirs", "", Fixture.accessPoint(["p"]))])
    #expect(plan(theirs).unknownKeys == [])
  }

  @Test func f5APartialRunSaysNothingAboutTheRest() {
    let live = Self.live([Self.own, Self.strange])
    let partial = { (options: PlanOptions) in plan(live, options: options) }
    let policyOnly = partial(PlanOptions(targets: AddressPatternList(["policy/p"])))
    #expect(policyOnly.unknownKeys == [])
    #expect(policyOnly.coverage.leftAlone.contains { $0.reason == .unrecordedKey })
    #expect(
      partial(PlanOptions(excludes: AddressPatternList(["clientkey/*"]))).unknownKeys == [])
    for target in ["aap/a", "clientkey/a"] {
      let plan = partial(PlanOptions(targets: AddressPatternList([target])))
      #expect(plan.unknownKeys.map(\.keyID) == [Self.strange.id], "\(target)")
    }
  }

  @Test func f5ARunAboutKeysSaysSoToo() {
    let plan = plan(
      Self.live([Self.own, Self.strange]), options: PlanOptions(keys: .init(isKeyRun: true)))
    #expect(plan.unknownKeys.map(\.keyID) == [Self.strange.id])
  }

  @Test func f5TheBoardTellsStrangersFromAcceptedKeys() {
    let live = Self.live([Self.own, Self.strange])
    let states = { (ids: [String]) in
      KeyBoard(
        desired: Self.desired(accepting: ids), live: live, isWhole: false, digest: Fixture.digest
      ).rows.map { "\($0.state.rawValue) \($0.findings.map(\.rawValue).joined())" }.sorted()
    }
    #expect(states([]) == ["current ", "unrecorded unrecorded"])
    #expect(states([Self.strange.id]) == ["current ", "external "])
  }

  @Test("a declared key that waits for its turn has a row, and is missing")
  func whatWaitsForItsTurnIsMissing() {
    var stack = Fixture.stack()
    stack.keys.maximumIssuesPerRun = 1
    let names = ["a", "b", "c"]
    let desired = Fixture.desired(
      [], [], names.map { Fixture.declared($0, Fixture.accessPoint(["p"])) },
      keys: names.map { Fixture.declared($0, Fixture.clientKey) }, stack: stack)
    let live = Fixture.live([], [], names.map { Fixture.owned($0, Fixture.accessPoint(["p"])) })
    let rows = KeyBoard(desired: desired, live: live, isWhole: false, digest: Fixture.digest).rows
    #expect(rows.map(\.accessPoint) == names)
    #expect(rows.allSatisfy { $0.state == .missing && $0.findings == [.missing] })
    #expect(rows.count { $0.hold?.reason == .runLimit } == 2)
    let plan = Fixture.planner.plan(desired: desired, live: live)
    let waiting = plan.changes.filter { $0.action == .report }
    #expect(waiting.count == 2)
    #expect(waiting.allSatisfy { $0.origin == .missing && $0.group == .change })
  }

  @Test("a stuck rotation names a key of unknown origin before one that Git accepts")
  func whatGitAcceptsCostsMore() throws {
    let soon = Fixture.key("33333333", on: "a", days: 300)
    let live = Self.live([Self.own, soon, Self.strange])
    let options = PlanOptions(keys: .init(isKeyRun: true, rotateNow: ["a"]))
    let named = { (accepted: [String]) in
      self.plan(live, accepting: accepted, options: options).stuck.first
    }
    #expect(named([])?.command?.contains(soon.id) == true)
    #expect(named([soon.id])?.command?.contains(Self.strange.id) == true)
    let both = try #require(named([soon.id, Self.strange.id]))
    #expect(both.message.contains("'spec.external' accepts it"))
  }
}
