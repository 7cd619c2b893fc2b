import KMSModel
import Planning
import Testing

/// While an issue is open, the newest record may be of a key that nobody is sure to have.
@Suite struct OpenIssueTests {
  private static let one = "11111111"
  private static let two = "22222222"
  private static let intent = KeyIntent(
    notBefore: KeyLifecycleTests.day(-1), notAfter: KeyLifecycleTests.day(364))

  private let records = [
    KeyLifecycleTests.record(one, -340), KeyLifecycleTests.record(two, -31),
  ]
  private let keys = [
    KeyLifecycleTests.key(one, ends: 25), KeyLifecycleTests.key(two, ends: 334),
  ]

  private func plan(
    _ options: KeyOptions, revoked: Set<String> = [], intent: KeyIntent? = Self.intent,
    issuedBy: StackSpec.KeySettings.Issuer = .apply
  ) -> Plan {
    var stack = Fixture.stack()
    stack.keys.issuedBy = issuedBy
    var point = Fixture.owned("a", Fixture.accessPoint(["p"]), keys: records)
    if case .marked(var marker, let description) = point.reading {
      marker.intent = intent
      for index in marker.keys.indices where revoked.contains(marker.keys[index].shortID) {
        marker.keys[index].isRevoked = true
      }
      point.rawDescription = MarkerText.describe(marker, description: description)
    }
    return Fixture.planner.plan(
      desired: Fixture.desired(
        [], [Fixture.declared("p", Fixture.policy())],
        [Fixture.declared("a", Fixture.accessPoint(["p"]))],
        keys: [Fixture.declared("a", Fixture.clientKey)], stack: stack),
      live: Fixture.live([], [Fixture.owned("p", Fixture.policy())], [point], keys: keys),
      options: PlanOptions(keys: options))
  }

  @Test func noPredecessorGoesHoweverLongAgoTheNewestRecordIs() {
    let closed = KeyLifecycle(KeyLifecycleTests.facts(records, keys))
    #expect(closed.keys.map(\.isDispensable) == [true, false])
    let open = KeyLifecycle(KeyLifecycleTests.facts(records, keys, intent: Self.intent))
    #expect(open.issue == .recovering)
    #expect(open.keys.map(\.state) == [.overlapping(until: nil), .current])
    // It may go when somebody says so: its successor was delivered everywhere. By itself it stays.
    #expect(open.keys.map(\.isDispensable) == [true, false])
    #expect(plan(.init()).outline == ["recover clientkey/a"])
  }

  @Test("A4: a revoked key goes in any run, whatever its overlap says; its successor never does")
  func revokedKeysGoInAnyRun() {
    for options in [KeyOptions(), KeyOptions(isKeyRun: true)] {
      #expect(
        plan(options, revoked: [Self.one]).outline == ["delete clientkey/a", "recover clientkey/a"])
      let closed = plan(options, revoked: [Self.one], intent: nil)
      #expect(closed.outline == ["delete clientkey/a"])
      #expect(
        closed.changes.map(\.reason) == [
          "it may be compromised, and its successor is delivered: it still lives"
        ])
      #expect(closed.hasDrift)
      // Where only 'key rotate' may, it waits for that, and is drift until then.
      let left = plan(options, revoked: [Self.one], intent: nil, issuedBy: .rotate)
      #expect(left.outline == (options.isKeyRun ? ["delete clientkey/a"] : []) && left.hasDrift)
      // Nothing says that another key is in use.
      #expect(plan(options, revoked: [Self.two], intent: nil).keyDeletions == [keys[0].id])
      #expect(
        plan(options, revoked: [Self.two]).outline == ["recover clientkey/a", "delete clientkey/a"])
    }
  }

  @Test func compromisedKeysWaitForItsEnd() {
    let plan = plan(KeyOptions(isKeyRun: true, compromised: ["a"]))
    #expect(plan.steps == [])
    #expect(
      plan.refusals.map { "\($0.message) | \($0.nextStep)" } == [
        "clientkey/a has an interrupted issue: what it left may be in use and is not known yet | "
          + "finish it first: kmsctl key rotate a; then the same with --compromised"
      ])
  }

  @Test("B7: a named predecessor goes while the issue is open, and the issue comes after it")
  func aNamedPredecessorGoesWhileTheIssueIsOpen() {
    let plan = plan(KeyOptions(isKeyRun: true, retire: [keys[0].id]))
    #expect(plan.refusals == [])
    #expect(plan.outline == ["delete clientkey/a", "recover clientkey/a"])
  }

  @Test("B7: the key that is surely everywhere stays while the issue is open")
  func theKeyThatIsSurelyEverywhereWaitsForItsEnd() {
    let plan = plan(KeyOptions(isKeyRun: true, retire: [keys[1].id]))
    #expect(plan.steps == [])
    #expect(
      plan.refusals.map { "\($0.message) | \($0.nextStep)" } == [
        "client key \(keys[1].id) of aap/a may be the one in use: an interrupted issue is not "
          + "finished | finish it first: kmsctl key rotate a"
      ])
  }

  @Test(arguments: [true, false])
  func aMarkerThatCannotBeTrustedStopsARunAboutKeys(isOthers: Bool) {
    let point =
      isOthers
      ? Fixture.owned("a", Fixture.accessPoint(["p"]), owner: Fixture.other, keys: records)
      : Fixture.raw("a", "[kmsctl/1 s=cut", Fixture.accessPoint(["p"]))
    let plan = Fixture.planner.plan(
      desired: Fixture.desired(
        [], [Fixture.declared("p", Fixture.policy())],
        [Fixture.declared("a", Fixture.accessPoint(["p"]))],
        keys: [Fixture.declared("a", Fixture.clientKey)]),
      live: Fixture.live([], [Fixture.owned("p", Fixture.policy())], [point], keys: keys),
      options: PlanOptions(keys: KeyOptions(isKeyRun: true)))
    #expect(plan.refusals.map(\.rule) == [isOthers ? .ownedByAnotherStack : .damagedMarker])
  }
}

extension Plan {
  fileprivate var keyDeletions: [String] {
    steps.compactMap { step in
      if case .deleteClientKey(let deletion) = step.operation { deletion.keyID } else { nil }
    }
  }
}
