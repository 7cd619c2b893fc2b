import KMSModel
import Planning
import Testing

/// What a killed replacement leaves behind, and what the next runs say about it.
@Suite struct StandInTests {
  private static let rule = Fixture.rule(["10.1.0.0/16"])
  private static let wanted = Fixture.rule(["10.1.0.0/16"], type: .publicNetwork)
  private static let allowed = PlanOptions(allowReplace: [ResourceID(.networkRule, "r")])
  private static let desired = Fixture.desired(
    [Fixture.declared("r", wanted)], [Fixture.declared("p", Fixture.policy(["r"]))])
  private static let standIn = "r.kmsctl-f068050c"

  /// The replacement of r, which p refers to, killed after so many of its six steps.
  private static func stopped(after count: Int) throws -> LiveState {
    let live = Fixture.live(
      [Fixture.owned("r", rule)], [Fixture.owned("p", Fixture.policy(["r"]))])
    let plan = Fixture.planner.plan(desired: desired, live: live, options: allowed)
    try #require(
      plan.outline == [
        "create networkrule/\(standIn)", "update policy/p", "delete networkrule/r",
        "create networkrule/r", "update policy/p", "delete networkrule/\(standIn)",
      ])
    var service = ModelService(live)
    for step in plan.steps.prefix(count) { try service.run(step) }
    return service.live
  }

  private func plan(_ live: LiveState, isPartial: Bool = false) -> Plan {
    var desired = Self.desired
    desired.isPartial = isPartial
    return Fixture.planner.plan(desired: desired, live: live)
  }

  @Test func anApplicationOnAStandInIsDrift() throws {
    let plan = plan(try Self.stopped(after: 4))
    #expect(plan.hasDrift)
    #expect(plan.changeOutline == ["delete networkrule/\(Self.standIn) [git] change"])
    #expect(
      plan.changes.map(\.reason) == [
        "left by an interrupted replacement of networkrule/r"
      ])
    #expect(plan.outline == ["update policy/p", "delete networkrule/\(Self.standIn)"])
    #expect(
      plan.changes.map(\.widenings) == [
        ["'r' instead of its stand-in: type becomes 'Public' instead of 'Private'"]
      ])
    let counts = plan.counts
    #expect([counts.add, counts.change, counts.destroy, counts.bookkeeping] == [0, 0, 1, 0])
  }

  @Test func aStandInNobodyUsesAnyMoreIsDriftToo() throws {
    let plan = plan(try Self.stopped(after: 5))
    #expect(plan.hasDrift)
    #expect(plan.changeOutline == ["delete networkrule/\(Self.standIn) [git] change"])
    #expect(plan.changes.map(\.widenings) == [[]])
  }

  @Test(arguments: [4, 5]) func anEditedStandInIsSaidToBe(steps: Int) throws {
    var live = try Self.stopped(after: steps)
    live.networkRules[Self.standIn]?.spec = Fixture.rule(["0.0.0.0/0"])
    let plan = plan(live)
    #expect(plan.hasDrift)
    #expect(plan.changeOutline == ["delete networkrule/\(Self.standIn) [drift] drift"])
    #expect(
      plan.changes.map(\.reason) == [
        "left by an interrupted replacement of networkrule/r, and edited since then"
      ])
  }

  @Test func aRunThatMayNotDeleteStillSaysWhoPointsBack() throws {
    let plan = plan(try Self.stopped(after: 4), isPartial: true)
    #expect(plan.hasDrift)
    #expect(plan.changeOutline == ["update policy/p [git] change"])
    #expect(
      plan.changes.first?.fields == [
        FieldChange(
          "networkRules", .set(added: ["r"], removed: [Self.standIn], kept: []))
      ])
    #expect(plan.counts.change == 1)
    #expect(
      plan.coverage.leftAlone == [
        .init(id: ResourceID(.networkRule, Self.standIn), reason: .notTargeted)
      ])
  }

  @Test func aStaleMarkerOfTheOriginalDoesNotHideWhoPointsBack() throws {
    var live = try Self.stopped(after: 4)
    live.networkRules["r"] = Fixture.owned("r", Self.wanted, applied: Self.rule)
    let plan = plan(live, isPartial: true)
    #expect(
      plan.changeOutline == [
        "marker-only networkrule/r [both] bookkeeping", "update policy/p [git] change",
      ])
  }

  @Test func aStandInPointedAtAnotherOneIsNotEdited() throws {
    let policy = Fixture.policy(["r"])
    let live = Fixture.live(
      [Fixture.owned("r", Self.rule)], [Fixture.owned("p", policy)],
      [Fixture.owned("a", Fixture.accessPoint(["p"]))])
    let moved = Fixture.policy(["r"], scope: "shared")
    let both = PlanOptions(
      allowReplace: [ResourceID(.networkRule, "r"), ResourceID(.policy, "p")])
    // The policy's replacement is killed when the access point is on the stand-in.
    let first = Fixture.desired(
      [Fixture.declared("r", Self.rule)], [Fixture.declared("p", moved)],
      [Fixture.declared("a", Fixture.accessPoint(["p"]))])
    var service = ModelService(live)
    for step in Fixture.planner.plan(desired: first, live: live, options: both).steps.prefix(4) {
      try service.run(step)
    }
    // Then the rule's, when the policy's stand-in is on the rule's.
    let second = Fixture.desired(
      [Fixture.declared("r", Self.wanted)], [Fixture.declared("p", moved)],
      [Fixture.declared("a", Fixture.accessPoint(["p"]))])
    let next = Fixture.planner.plan(desired: second, live: service.live, options: both)
    for step in next.steps.prefix(3) { try service.run(step) }
    let standIns = service.live.policies.values.filter { $0.name != "p" }
    #expect(
      standIns.map(\.spec.networkAccess) == [.rules([Self.standIn])])
    let plan = Fixture.planner.plan(desired: second, live: service.live, options: both)
    #expect(plan.changes.filter { $0.group == .drift } == [])
  }

  /// A stranger's rule that somebody gave a whole marker of this stack with the flag.
  private static func forged(_ name: String, beside others: [String] = []) -> LiveState {
    Fixture.live(
      [Fixture.owned(name, rule) { $0.isStandIn = true }]
        + others.map { Fixture.raw($0, "", rule) })
  }

  @Test(
    "A12: a stand-in that names no declared or live original is never deleted, and reported",
    arguments: ["office", "office.kmsctl-0123abcd", "r2.kmsctl-0123abcd", "r.kmsctl-0123abc"])
  func forgedStandIn(name: String) {
    let plan = Fixture.planner.plan(desired: Fixture.desired(), live: Self.forged(name))
    #expect(plan.isEmpty)
    #expect(plan.changes == [])
    let id = ResourceID(.networkRule, name)
    #expect(plan.coverage.leftAlone == [.init(id: id, reason: .strayStandIn)])
    #expect(
      plan.warnings.map(\.message) == [
        "networkrule/\(name) is marked as a stand-in of this stack, and stands in for nothing that "
          + "is declared or live: it is never deleted; if an interrupted replacement left it, delete "
          + "it in the console, otherwise take the marker out of its Description"
      ])
  }

  @Test("A12: a stand-in of a live original goes, declared or not")
  func standInOfALiveOriginal() {
    let plan = Fixture.planner.plan(
      desired: Fixture.desired(), live: Self.forged("office.kmsctl-0123abcd", beside: ["office"]))
    #expect(plan.outline == ["delete networkrule/office.kmsctl-0123abcd"])
  }

  @Test("A12: an access point never stands in for another one")
  func forgedAccessPoint() {
    let point = Fixture.accessPoint([])
    let live = Fixture.live(
      [], [],
      [
        Fixture.owned("a.kmsctl-0123abcd", point) { $0.isStandIn = true },
        Fixture.raw("a", "", point),
      ])
    let options = PlanOptions(allowDelete: [ResourceID(.accessPoint, "a.kmsctl-0123abcd")])
    let plan = Fixture.planner.plan(desired: Fixture.desired(), live: live, options: options)
    #expect(plan.isEmpty && plan.warnings.count == 1)
  }
}
