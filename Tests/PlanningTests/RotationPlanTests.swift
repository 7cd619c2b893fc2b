import KMSModel
import Planning
import Testing

/// Rotation and retirement as changes and steps.
@Suite struct RotationPlanTests {
  private static let point = Fixture.accessPoint(["p"])
  private static let one = "11111111"
  private static let two = "22222222"

  private func desired(
    _ settings: StackSpec.KeySettings = .init(), _ change: (inout RotationSpec) -> Void = { _ in }
  ) -> DesiredState {
    var spec = Fixture.clientKey
    change(&spec.rotation)
    var stack = Fixture.stack()
    stack.keys = settings
    return Fixture.desired(
      [], [Fixture.declared("p", Fixture.policy())], [Fixture.declared("a", Self.point)],
      keys: [Fixture.declared("a", spec)], stack: stack)
  }

  private func live(_ records: [RecordedKey], _ keys: [LiveClientKey]) -> LiveState {
    Fixture.live(
      [], [Fixture.owned("p", Fixture.policy())], [Fixture.owned("a", Self.point, keys: records)],
      keys: keys)
  }

  private func plan(
    _ live: LiveState, _ options: KeyOptions = .init(), settings: StackSpec.KeySettings = .init(),
    change: (inout RotationSpec) -> Void = { _ in }
  ) -> Plan {
    Fixture.planner.plan(
      desired: desired(settings, change), live: live, options: PlanOptions(keys: options))
  }

  private func words(_ plan: Plan) -> [String] {
    plan.changes.map { change in
      "\(change.action.rawValue) \(change.group.rawValue) \(change.key?.id.prefix(13) ?? "-") "
        + "\(change.key?.daysLeft ?? 0)d steps \(change.steps)"
    }
  }

  private var due: LiveState {
    live(
      [KeyLifecycleTests.record(Self.one, -320)], [KeyLifecycleTests.key(Self.one, ends: 45)])
  }

  /// The predecessor's overlap is over, and the current key is fresh.
  private var retirable: LiveState {
    live(
      [KeyLifecycleTests.record(Self.one, -340), KeyLifecycleTests.record(Self.two, -31)],
      [KeyLifecycleTests.key(Self.one, ends: 25), KeyLifecycleTests.key(Self.two, ends: 334)])
  }

  @Test func aDueRotationIsScheduled() {
    let plan = plan(due)
    #expect(plan.outline == ["issue clientkey/a"])
    #expect(words(plan) == ["create scheduled KAAP.11111111 45d steps [0]"])
    #expect(plan.changes.first?.origin == .clock)
    #expect(!plan.hasDrift)
    guard case .issueClientKey(let issue)? = plan.steps.first?.operation else { return }
    #expect(issue.replaces == Self.one)
  }

  @Test func aPredecessorIsRetiredByTheClock() {
    let plan = plan(retirable)
    #expect(words(plan) == ["retire scheduled KAAP.11111111 25d steps [0]"])
    #expect(
      plan.changes.first?.reason
        == "its successor has been in use for the overlap of 30d, since 2026-09-20T14:13:20Z")
    guard case .deleteClientKey(let deletion)? = plan.steps.first?.operation else {
      Issue.record("no deletion")
      return
    }
    #expect(deletion.cause == .retired)
    #expect(deletion.spec == Fixture.clientKey)
    #expect(!plan.hasDrift)
    #expect(plan.counts.destroy == 1)
  }

  @Test func anExpiredPredecessorIsRemovedAndWhatExpiredLastGoesFirst() {
    let records = [
      KeyLifecycleTests.record(Self.one, -400), KeyLifecycleTests.record(Self.two, -61),
    ]
    let removed = plan(
      live(
        records,
        [KeyLifecycleTests.key(Self.one, ends: -3), KeyLifecycleTests.key(Self.two, ends: 304)]))
    #expect(words(removed) == ["delete scheduled KAAP.11111111 -3d steps [0]"])
    let last = plan(
      live([KeyLifecycleTests.record(Self.one, -400)], [KeyLifecycleTests.key(Self.one, ends: -3)]))
    // It makes a place; should it stay, the issue is tried all the same.
    #expect(last.outline == ["delete clientkey/a", "issue clientkey/a"])
    #expect(last.steps.last?.dependsOn == [])
  }

  @Test func theClockMovesNoFingerprint() {
    let quiet = plan(
      live([KeyLifecycleTests.record(Self.one, -10)], [KeyLifecycleTests.key(Self.one, ends: 355)]))
    #expect(quiet.isEmpty)
    let frozen = plan(due) { $0.freezes = [KeyLifecycleTests.freeze("2026-09-20", "2026-09-25")] }
    #expect(frozen.isEmpty)
    #expect(words(frozen) == ["report scheduled KAAP.11111111 45d steps []"])
    #expect(
      Set([quiet, plan(due), plan(retirable), frozen].map(\.fingerprint)).count == 1)
  }

  @Test func whatIsHeldBackIsReported() {
    let plan = plan(retirable) {
      $0.window = RotationWindow(days: [.tuesday], opens: 120, closes: 300)
    }
    #expect(plan.isEmpty)
    #expect(plan.counts.destroy == 0)
    #expect(
      plan.changes.first?.reason
        == "its overlap is over, since 2026-09-20T14:13:20Z, but the rotation window is closed "
        + "until 2026-09-22T02:00:00Z")
  }

  @Test func aStackCanLeaveItToKeyRotate() {
    let settings = StackSpec.KeySettings(issuedBy: .rotate)
    let apply = plan(due, settings: settings)
    #expect(apply.isEmpty)
    #expect(words(apply) == ["report scheduled KAAP.11111111 45d steps []"])
    #expect(
      apply.changes.first?.reason?.hasPrefix(
        "issue deferred to 'kmsctl key rotate --due': a successor is due since ") == true)
    let retirement = plan(retirable, settings: settings)
    #expect(retirement.isEmpty)
    #expect(
      retirement.changes.first?.reason?.hasPrefix("retire deferred to 'kmsctl key rotate --due': ")
        == true)
    let first = plan(live([], []), settings: settings)
    // A key that is missing is no doing of the clock's.
    #expect(first.isEmpty && first.hasDrift)
    #expect(words(first) == ["report change - 0d steps []"])
    let keyRun = plan(due, KeyOptions(isKeyRun: true), settings: settings)
    #expect(keyRun.outline == ["issue clientkey/a"])
  }

  // MARK: Key runs

  @Test func aKeyRunWritesNothingElse() {
    var state = due
    state.policies["p"] = Fixture.owned("p", Fixture.policy(roles: ["CryptoServiceSecretUser"]))
    state.networkRules["old"] = Fixture.owned("old", Fixture.rule(["10.0.0.0/8"]))
    #expect(plan(state).outline.count == 3)
    let keyRun = plan(state, KeyOptions(isKeyRun: true))
    #expect(keyRun.outline == ["issue clientkey/a"])
    #expect(keyRun.refusals == [])
  }

  @Test func aKeyRunNeedsAnAccessPointOfTheStack() {
    for state in [
      Fixture.live(),
      Fixture.live(
        [], [Fixture.owned("p", Fixture.policy())], [Fixture.raw("a", "", Self.point)]),
    ] {
      let due = plan(state, KeyOptions(isKeyRun: true))
      #expect(due.isEmpty)
      #expect(
        due.warnings.map(\.message) == [
          "clientkey/a is left out: aap/a is not this stack's yet; 'kmsctl apply' makes or adopts "
            + "it first"
        ])
      let named = plan(state, KeyOptions(isKeyRun: true, rotateNow: ["a"]))
      #expect(named.refusals.map(\.nextStep) == ["make or adopt it first with 'kmsctl apply'"])
    }
  }

  @Test func whatIsNamedMustBeDeclared() {
    let plan = plan(due, KeyOptions(isKeyRun: true, rotateNow: ["b"]))
    #expect(plan.refusals.map(\.message) == ["no client key is declared for aap/b"])
  }

  @Test func rotatingNowBesideAPredecessorIsRefused() {
    let state = live(
      [KeyLifecycleTests.record(Self.one, -310), KeyLifecycleTests.record(Self.two, -4)],
      [KeyLifecycleTests.key(Self.one, ends: 55), KeyLifecycleTests.key(Self.two, ends: 361)])
    let now = KeyOptions(isKeyRun: true, rotateNow: ["a"])
    #expect(
      plan(state, now).refusals.map { "\($0.message) | \($0.nextStep)" } == [
        "clientkey/a cannot be rotated now: its predecessor "
          + "KAAP.11111111-0000-4000-8000-000000000000 still lives until 2026-10-17T14:13:20Z, and "
          + "a third key would live beside the two | if nobody uses "
          + "KAAP.11111111-0000-4000-8000-000000000000 any more: kmsctl key retire "
          + "KAAP.11111111-0000-4000-8000-000000000000"
      ])
    // One whose overlap is over goes first in the same run.
    #expect(plan(retirable, now).outline.count == 2)
    guard case .deleteClientKey? = plan(retirable, now).steps.first?.operation else {
      Issue.record("the predecessor does not go first")
      return
    }
  }

  @Test func compromisedKeysGoAfterTheirSuccessor() {
    let state = live(
      [
        KeyLifecycleTests.record("33333333", nil), KeyLifecycleTests.record(Self.two, -4),
      ],
      [
        KeyLifecycleTests.key("33333333", ends: 20), KeyLifecycleTests.key(Self.two, ends: 361),
      ])
    let plan = plan(state, KeyOptions(isKeyRun: true, compromised: ["a"]))
    #expect(plan.refusals == [])
    guard case .issueClientKey? = plan.steps.first?.operation else {
      Issue.record("the successor is not issued first")
      return
    }
    let deletions = plan.steps.dropFirst()
    #expect(deletions.map(\.dependsOn) == [[0], [0]])
    #expect(plan.changes.filter { $0.action == .delete }.allSatisfy { $0.group == .change })
    #expect(
      plan.changes.map { $0.key?.id.dropFirst(5).prefix(8) ?? "" } == [
        Substring(Self.two), Substring(Self.two), "33333333",
      ])
  }

  struct Retirement: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var hex: String
    var refusal: String?
  }

  @Test(arguments: [
    Retirement(testDescription: "a predecessor", hex: "11111111"),
    Retirement(
      testDescription: "the current key", hex: "22222222",
      refusal: "client key KAAP.22222222-0000-4000-8000-000000000000 is the last valid one of "
        + "aap/a, or the one in use"),
    Retirement(
      testDescription: "somebody's key", hex: "44444444",
      refusal: "client key KAAP.44444444-0000-4000-8000-000000000000 of aap/a is not recorded: "
        + "somebody else made it"),
    Retirement(
      testDescription: "a key that is nowhere", hex: "55555555",
      refusal: "no access point of this stack has a client key "
        + "KAAP.55555555-0000-4000-8000-000000000000"),
  ])
  func retiringByName(_ one: Retirement) {
    let state = live(
      [KeyLifecycleTests.record(Self.one, -310), KeyLifecycleTests.record(Self.two, -4)],
      [
        KeyLifecycleTests.key(Self.one, ends: 55), KeyLifecycleTests.key(Self.two, ends: 361),
        KeyLifecycleTests.key("44444444", ends: 70),
      ])
    let id = KeyLifecycleTests.key(one.hex, ends: 0).id
    let plan = plan(state, KeyOptions(isKeyRun: true, retire: [id]))
    #expect(plan.refusals.map(\.message) == [one.refusal].compactMap { $0 })
    #expect(plan.steps.count == (one.refusal == nil ? 1 : 0))
    #expect(plan.changes.count { $0.action == .delete } == (one.refusal == nil ? 1 : 0))
  }

  @Test func theRunsLimitIsUsedUpByWhatWasIssued() {
    let settings = StackSpec.KeySettings(maximumIssuesPerRun: 1)
    let first = plan(due, settings: settings)
    #expect(first.outline == ["issue clientkey/a"])
    let after = KeyOptions(isKeyRun: true, rotateNow: ["a"]).after(first)
    #expect(after == KeyOptions(isKeyRun: true, usedIssues: 1))
    #expect(plan(due, after, settings: settings).isEmpty)
  }
}
