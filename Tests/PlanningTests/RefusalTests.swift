import KMSModel
import Planning
import Testing

/// Every rule that refuses, in its exact words.
@Suite struct RefusalTests {
  private static let rule = PlannerActionTests.rule
  private static let policy = PlannerActionTests.policy

  private func refusals(
    _ desired: DesiredState, _ live: LiveState, _ options: PlanOptions = .init()
  ) -> [String] {
    let plan = Fixture.planner.plan(desired: desired, live: live, options: options)
    #expect(plan.steps.isEmpty)
    return plan.refusals.map { "\($0.rule.rawValue): \($0.message) | \($0.nextStep)" }
  }

  @Test func anAccessPointIsDeletedByNameOnly() {
    let live = Fixture.live(
      [], [],
      [
        Fixture.owned(
          "a", Fixture.accessPoint(["p"]),
          keys: [RecordedKey(shortID: "11111111", origin: .elsewhere)])
      ], keys: [Fixture.key("11111111", on: "a"), Fixture.key("22222222", on: "a", days: 300)])
    #expect(
      refusals(Fixture.desired(), live) == [
        "deletion-not-allowed: aap/a would be deleted, and 2 client keys die with it: "
          + "KAAP.11111111-0000-4000-8000-000000000000 (recorded, ends 2027-04-09T14:13:20Z), "
          + "KAAP.22222222-0000-4000-8000-000000000000 (not recorded, ends 2027-07-18T14:13:20Z)"
          + " | to allow exactly this: --allow-delete aap/a"
      ])
    let plan = Fixture.planner.plan(desired: Fixture.desired(), live: live)
    #expect(plan.changes.first?.dyingKeys.map(\.isRecorded) == [true, false])
  }

  @Test func keysThatWereNotReadAreNeverTakenForNone() {
    var live = Fixture.live([], [], [Fixture.owned("a", Fixture.accessPoint(["p"]))])
    live.ignored = [ResourceID(.clientKey, "a")]
    let options = PlanOptions(allowDelete: [ResourceID(.accessPoint, "a")])
    #expect(
      refusals(Fixture.desired(), live, options) == [
        "unreadable: aap/a would be deleted, and the client keys that die with it were not read, "
          + "because the stack's 'ignore' covers clientkey/a | narrow 'ignore' in kmsctl.yaml so "
          + "that it leaves clientkey/a out, then plan again"
      ])
    live.ignored = []
    live.unreadable = [
      UnreadableObject(
        id: ResourceID(.clientKey, "a"), operation: "ListClientKeys", reason: "no answer",
        cause: .refusedConnection)
    ]
    #expect(
      refusals(Fixture.desired(), live, options) == [
        "unreadable: aap/a would be deleted, and the client keys that die with it were not read, "
          + "because the service did not list them | see that the service listens there and no "
          + "firewall forbids it, or correct --endpoint or --sts-endpoint",
        "unreadable: clientkey/a could not be read: ListClientKeys: no answer | see that the "
          + "service listens there and no firewall forbids it, or correct --endpoint or --sts-endpoint",
      ])
  }

  @Test func keysThatWereNotReadKeepAnAccessPointFromBeingReplaced() {
    var live = Fixture.live(
      [], [Fixture.owned("p", Fixture.policy())],
      [Fixture.owned("a", Fixture.accessPoint(["p"], method: .ramRole))])
    live.ignored = [ResourceID(.clientKey, "a")]
    let desired = Fixture.desired(
      [], [Fixture.declared("p", Fixture.policy())],
      [Fixture.declared("a", Fixture.accessPoint(["p"]))])
    let options = PlanOptions(allowReplace: [ResourceID(.accessPoint, "a")])
    #expect(
      refusals(desired, live, options) == [
        "unreadable: aap/a would be deleted and made anew, and the client keys that die with it "
          + "were not read, because the stack's 'ignore' covers clientkey/a | narrow 'ignore' in "
          + "kmsctl.yaml so that it leaves clientkey/a out, then plan again"
      ])
  }

  @Test func anIgnoredClientKeyCannotBeDeclared() {
    let key = RecordedKey(shortID: "11111111", origin: .delivered(at: Fixture.now))
    var live = Fixture.live(
      [], [Fixture.owned("p", Fixture.policy())],
      [Fixture.owned("a", Fixture.accessPoint(["p"]), keys: [key])])
    live.ignored = [ResourceID(.clientKey, "a")]
    let desired = Fixture.desired(
      [], [Fixture.declared("p", Fixture.policy())],
      [Fixture.declared("a", Fixture.accessPoint(["p"]))],
      keys: [Fixture.declared("a", Fixture.clientKey)])
    #expect(
      refusals(desired, live) == [
        "ignored-but-declared: clientkey/a is declared, and the stack's 'ignore' covers it | take "
          + "it out of the manifests, or narrow 'ignore' in kmsctl.yaml"
      ])
  }

  @Test func aReplacementIsAllowedByNameOnly() {
    let live = Fixture.live([Fixture.owned("r", Self.rule)])
    let desired = Fixture.desired([
      Fixture.declared("r", Fixture.rule(["10.1.0.0/16"], type: .publicNetwork))
    ])
    #expect(
      refusals(desired, live) == [
        "replacement-not-allowed: networkrule/r would be deleted and made anew, because 'type' "
          + "('Private' to 'Public') cannot be changed"
          + " | to allow exactly this: --allow-replace networkrule/r"
      ])
  }

  @Test func tooManyDeletesAreNamedOneByOne() {
    let live = Fixture.live((0..<4).map { Fixture.owned("r\($0)", Self.rule) })
    #expect(
      refusals(Fixture.desired(), live) == [
        "too-many-deletes: 4 network rules and policies would be deleted without being named, "
          + "the stack allows 3 | to allow exactly these: --allow-delete networkrule/r0 "
          + "--allow-delete networkrule/r1 --allow-delete networkrule/r2 "
          + "--allow-delete networkrule/r3"
      ])
    let named = PlanOptions(allowDelete: [ResourceID(.networkRule, "r0")])
    #expect(
      Fixture.planner.plan(desired: Fixture.desired(), live: live, options: named).refusals == [])
  }

  @Test func tooLargeAShareNeedsItsNumber() {
    let stack = Fixture.stack(safety: .init(maximumChangePercent: 30, minimumExisting: 10))
    let live = Fixture.live((0..<10).map { Fixture.owned("r\($0)", Self.rule) })
    let desired = Fixture.desired(
      (0..<10).map {
        Fixture.declared("r\($0)", $0 < 4 ? Fixture.rule(["10.3.0.0/16"]) : Self.rule)
      }, stack: stack)
    #expect(
      refusals(desired, live) == [
        "too-many-changes: 4 of 10 live objects would be changed, replaced or deleted (40 %), "
          + "the stack allows 30 % | to allow exactly this many: --allow-changes 4"
      ])
    #expect(refusals(desired, live, PlanOptions(allowChanges: 3)).count == 1)
    let allowed = PlanOptions(allowChanges: 4)
    #expect(Fixture.planner.plan(desired: desired, live: live, options: allowed).refusals == [])
  }

  @Test func adoptionOfSomethingDifferentNeedsAWord() {
    let live = Fixture.live([Fixture.raw("r", "words", Fixture.rule(["10.3.0.0/16"]))])
    let desired = Fixture.desired([Fixture.declared("r", Self.rule)])
    #expect(
      refusals(desired, live) == [
        "adoption-not-allowed: networkrule/r is live without an owner and differs in description, "
          + "allowedSourceIPs | to take it over and change it: --adopt networkrule/r, or "
          + "'adopt: true' in its metadata"
      ])
    let flagged = PlanOptions(adopt: [ResourceID(.networkRule, "r")])
    let plan = Fixture.planner.plan(desired: desired, live: live, options: flagged)
    #expect(plan.changeOutline == ["adopt networkrule/r [adopt] change"])
    #expect(plan.outline == ["update networkrule/r"])
  }

  @Test func anotherStacksObjectIsNamedWithItsStack() {
    let live = Fixture.live([Fixture.owned("r", Self.rule, owner: Fixture.other)])
    let desired = Fixture.desired([Fixture.declared("r", Self.rule, adoption: .always)])
    #expect(
      refusals(desired, live) == [
        "owned-by-another-stack: networkrule/r belongs to stack 'billing' (uid 0b5e22) | if it "
          + "was moved there, remove its manifest here; otherwise choose another name, or, to move "
          + "it here, 'adopt: {fromStack: billing}' in its metadata"
      ])
  }

  @Test func aDamagedMarkerIsNeverTakenForNone() {
    let text = MarkerText.describe(Fixture.marker("r", applied: Self.rule), description: "")
    let live = Fixture.live([Fixture.raw("r", String(text.dropLast()), Self.rule)])
    #expect(
      refusals(Fixture.desired([Fixture.declared("r", Self.rule)]), live) == [
        "damaged-marker: nobody can tell whose networkrule/r is: the marker is cut off in its live "
          + "Description, '\(text.dropLast())' | if it is this stack's, let its live Description "
          + "end with '\(text)'; if it is nobody's, remove the damaged text"
      ])
    #expect(
      refusals(Fixture.desired(), live) == [
        "damaged-marker: networkrule/r is not declared, and its damaged marker names this stack: "
          + "the marker is cut off in its live Description, '\(text.dropLast())' | if it is this "
          + "stack's, let its live Description end with '\(text)'; to leave networkrule/r alone, "
          + "remove the damaged text"
      ])
  }

  @Test(arguments: ["payments.7f3c1a", "payments.7f3c"])
  func theHashOfADamagedMarkerNamesItsStackToo(owner: String) {
    let text = MarkerText.describe(Fixture.marker("r", applied: Self.rule), description: "")
      .replacing("s=payments.7f3c1a o=", with: "s=\(owner) o=").dropLast()
    let live = Fixture.live([Fixture.raw("r", String(text), Self.rule)])
    #expect(refusals(Fixture.desired(), live).count == 1)
  }

  @Test(arguments: [
    Fixture.other, Owner(stack: "payments", uid: "7f3c1a0"), Owner(stack: "x", uid: "1"),
  ])
  func aStrangersDamagedMarkerIsSaidAndLeftAlone(owner: Owner) {
    let marker = Fixture.marker("r", applied: Self.rule, owner: owner)
    let text = MarkerText.describe(marker, description: "").dropLast()
    let live = Fixture.live([Fixture.raw("r", String(text), Self.rule)])
    let plan = Fixture.planner.plan(desired: Fixture.desired(), live: live)
    #expect(plan.isEmpty)
    #expect(
      plan.warnings.map(\.message) == ["networkrule/r is left alone: the marker is cut off"])
    #expect(
      plan.coverage.leftAlone == [
        .init(id: ResourceID(.networkRule, "r"), reason: .damaged("the marker is cut off"))
      ])
  }

  @Test func aPartOfTheManifestsDoesNotJudgeWhatItDoesNotDeclare() {
    let text = MarkerText.describe(Fixture.marker("r", applied: Self.rule), description: "")
    let live = Fixture.live([Fixture.raw("r", String(text.dropLast()), Self.rule)])
    let plan = Fixture.planner.plan(desired: Fixture.desired(isPartial: true), live: live)
    #expect(plan.isEmpty)
    #expect(plan.warnings.count == 1)
  }

  @Test func ofALongDescriptionThePartWithTheMarkerIsShown() throws {
    let text = MarkerText.describe(
      Fixture.marker("r", applied: Self.rule), description: String(repeating: "x", count: 9000))
    let live = Fixture.live([Fixture.raw("r", String(text.dropLast()), Self.rule)])
    let message = try #require(
      refusals(Fixture.desired([Fixture.declared("r", Self.rule)]), live).first)
    #expect(message.contains("Description, '…[kmsctl/1 s=payments.7f3c1a o="))
    #expect(message.count < 500)
  }

  @Test func theRightMarkerOfAnAccessPointHasRoomForItsKeys() throws {
    let live = Fixture.live(
      [Fixture.owned("r", Self.rule)], [Fixture.owned("p", Self.policy)],
      [Fixture.raw("a", "[kmsctl/1 s=payments", PlannerActionTests.point)])
    let message = try #require(refusals(.declaredAll, live).first { $0.contains("aap/a") })
    #expect(message.contains(" k=…]', with a word 'id@time' for each client key it recorded"))
  }

  @Test func aProtectedObjectStays() {
    let live = Fixture.live([Fixture.owned("r", Self.rule) { $0.isProtected = true }])
    #expect(
      refusals(Fixture.desired(), live) == [
        "protected: networkrule/r is protected and would be deleted | declare it without "
          + "'protected', apply that, then plan this change again"
      ])
  }

  @Test func whatOutsidersReferToStays() {
    let live = Fixture.live(
      [Fixture.owned("r", Self.rule), Fixture.owned("s", Self.rule)],
      [
        Fixture.raw("p", "", Fixture.policy(["r"])),
        Fixture.owned("q", Fixture.policy(["s"]), owner: Fixture.other),
      ])
    let desired = Fixture.desired([
      Fixture.declared("s", Fixture.rule(["10.1.0.0/16"], type: .publicNetwork))
    ])
    let options = PlanOptions(allowReplace: [ResourceID(.networkRule, "s")])
    #expect(
      refusals(desired, live, options) == [
        "referred-to-from-outside: networkrule/r would be deleted, and policy/p, which this stack "
          + "does not own, refers to it | take the reference out of policy/p first, or keep "
          + "networkrule/r declared",
        "referred-to-from-outside: networkrule/s would be replaced, and policy/q, of stack "
          + "'billing', refers to it | take the reference out of policy/q first, or keep "
          + "networkrule/s as it is",
      ])
  }

  @Test func whatManifestsStillReferToStays() {
    let live = Fixture.live([Fixture.owned("r", Self.rule)], [Fixture.owned("p", Self.policy)])
    let desired = Fixture.desired([], [Fixture.declared("p", Self.policy)])
    #expect(
      refusals(desired, live) == [
        "referred-to-from-outside: networkrule/r is this stack's and no longer declared, and "
          + "policy/p refers to it | declare networkrule/r, or take the reference out of policy/p"
      ])
  }

  @Test func whatIgnoredObjectsMayReferToGoesByNameOnly() {
    var live = Fixture.live([Fixture.owned("r", Self.rule)])
    live.ignored = [ResourceID(.policy, "legacy-a"), ResourceID(.accessPoint, "legacy-b")]
    #expect(
      refusals(Fixture.desired(), live) == [
        "unreadable: networkrule/r would be deleted, and what the stack ignores may refer to it: "
          + "policy/legacy-a | if none does, to allow exactly this: --allow-unseen-referrers "
          + "networkrule/r"
      ])
    let deletable = PlanOptions(allowDelete: [ResourceID(.networkRule, "r")])
    #expect(refusals(Fixture.desired(), live, deletable).count == 1)
    let named = PlanOptions(allowUnseenReferrers: [ResourceID(.networkRule, "r")])
    let plan = Fixture.planner.plan(desired: Fixture.desired(), live: live, options: named)
    #expect(plan.outline == ["delete networkrule/r"])
  }

  @Test func oneFlagOpensOneGate() {
    var live = Fixture.live([Fixture.owned("r", Self.rule)])
    live.ignored = [ResourceID(.policy, "legacy-a")]
    let stack = Fixture.stack(safety: .init(maximumDeletes: 0, minimumExisting: 100))
    let desired = Fixture.desired(stack: stack)
    let id = ResourceID(.networkRule, "r")
    func rules(_ options: PlanOptions) -> [Refusal.Rule] {
      Fixture.planner.plan(desired: desired, live: live, options: options).refusals.map(\.rule)
    }
    #expect(rules(.init()) == [.unreadable, .tooManyDeletes])
    #expect(rules(.init(allowDelete: [id])) == [.unreadable])
    #expect(rules(.init(allowUnseenReferrers: [id])) == [.tooManyDeletes])
    #expect(rules(.init(allowDelete: [id], allowUnseenReferrers: [id])) == [])
  }

  @Test func unreadableIsNeverAbsent() {
    var live = Fixture.live()
    live.unreadable = [
      UnreadableObject(
        id: ResourceID(.networkRule, "r"), operation: "DescribeNetworkRule", reason: "no answer",
        cause: .timedOut),
      UnreadableObject(
        id: nil, operation: "ListPolicies", reason: "Forbidden.NoPermission",
        cause: .missingPermission),
    ]
    let desired = Fixture.desired(
      [Fixture.declared("r", Self.rule)], [Fixture.declared("p", Self.policy)])
    #expect(
      refusals(desired, live) == [
        "unreadable: networkrule/r could not be read: DescribeNetworkRule: no answer | see that a "
          + "firewall or proxy lets this machine reach the endpoint, or try later",
        "unreadable: the list of policies could not be read: ListPolicies: Forbidden.NoPermission "
          + "| allow kms:ListPolicies to the caller in RAM",
      ])
    #expect(Fixture.planner.plan(desired: desired, live: live).changes.isEmpty)
  }

  @Test func anIgnoredObjectCannotBeDeclared() {
    var live = Fixture.live()
    live.ignored = [ResourceID(.networkRule, "r")]
    #expect(
      refusals(Fixture.desired([Fixture.declared("r", Self.rule)]), live) == [
        "ignored-but-declared: networkrule/r is declared, and the stack's 'ignore' covers it | "
          + "take it out of the manifests, or narrow 'ignore' in kmsctl.yaml"
      ])
  }

  @Test func aDescriptionCannotPoseAsAMarker() {
    let desired = Fixture.desired([
      Fixture.declared("r", Self.rule, description: "see [kmsctl/1", fields: ["description"])
    ])
    #expect(
      refusals(desired, Fixture.live()) == [
        "damaged-marker: the description of networkrule/r holds what would be taken for kmsctl's "
          + "marker | take '[kmsctl/…' out of the description"
      ])
  }

  @Test func moreKeysThanAMarkerHoldsAreRefused() {
    let keys = (0..<50).map { Fixture.key("aaaaaa\(10 + $0)", on: "a") }
    let live = Fixture.live(
      [Fixture.owned("r", Self.rule)], [Fixture.owned("p", Self.policy)],
      [Fixture.raw("a", "", PlannerActionTests.point)], keys: keys)
    #expect(
      refusals(.declaredAll, live) == [
        "marker-too-long: the marker of aap/a would take 1010 bytes, at most 768 are kept in a "
          + "Description | delete client keys of it that nobody uses, or shorten the stack's name"
      ])
  }
}
