import KMSModel
import Planning
import Testing

/// Objects that another program made, and markers that it took away.
@Suite struct BesideTerraformTests {
  private static let point = Fixture.accessPoint(["p"])
  private static let policy = Fixture.policy([])
  private static let old = Fixture.key("aaaaaaaa", on: "a", days: 100)
  private static let new = Fixture.key("bbbbbbbb", on: "a", days: 300)

  private static func desired(keys: Bool = true, stack: StackSpec = Fixture.stack()) -> DesiredState
  {
    Fixture.desired(
      [], [Fixture.declared("p", policy)], [Fixture.declared("a", point)],
      keys: keys ? [Fixture.declared("a", Fixture.clientKey)] : [], stack: stack)
  }

  private static func live(_ point: LiveObject<AccessPointSpec>) -> LiveState {
    Fixture.live([], [Fixture.owned("p", policy)], [point], keys: [new, old])
  }

  @Test("T1: an adoption of what is equal has an origin of its own")
  func origin() {
    let plan = Fixture.planner.plan(
      desired: Self.desired(), live: Self.live(Fixture.raw("a", "", Self.point)))
    #expect(plan.changeOutline == ["adopt aap/a [adopt] change"])
    #expect(plan.changes.first?.fields == [])
  }

  @Test("T1: plan and drift agree about an adoption")
  func exitCodes() {
    let plan = Fixture.planner.plan(
      desired: Self.desired(), live: Self.live(Fixture.raw("a", "", Self.point)))
    #expect(!plan.isEmpty && plan.hasDrift)
  }

  @Test(
    "T2: an adoption writes the description and the lists as they were read",
    arguments: ["", "made by hand", "two  blanks", "  made by Terraform\n"])
  func adoptionOfEqual(words: String) throws {
    var rule = Fixture.rule(["10.1.0.0/16", "10.0.0.0/8"])
    rule.sourcesAsRead = AsRead(rule.sources, form: [#"["10.1.0.0/16", "10.0.0.0/8"]"#])
    let plan = Fixture.planner.plan(
      desired: Fixture.desired([
        Fixture.declared(
          "r", Fixture.rule(["10.0.0.0/8", "10.1.0.0/16"]), description: MarkerText.canonical(words)
        )
      ]), live: Fixture.live([Fixture.raw("r", words, rule)]))
    guard case .updateNetworkRule(let update) = plan.steps.first?.operation else {
      Issue.record("no update")
      return
    }
    #expect(
      update.target.spec.sourcesAsRead.form(of: rule.sources)
        == rule.sourcesAsRead.form(of: rule.sources))
    let marker = try #require(update.target.marker)
    let text = MarkerText.write(marker)
    #expect(update.target.rawDescription == (words.isEmpty ? text : "\(words) \(text)"))
    // And nothing is left to be done after it.
    let after = Fixture.live([Fixture.raw("r", update.target.rawDescription, rule)])
    let object = Fixture.declared("r", rule, description: MarkerText.canonical(words))
    #expect(Fixture.planner.plan(desired: Fixture.desired([object]), live: after).isEmpty)
  }

  @Test("T2: a list that changes is not held to the form in which it was read")
  func changedList() throws {
    var rule = Fixture.rule(["10.1.0.0/16", "10.0.0.0/8"])
    rule.sourcesAsRead = AsRead(rule.sources, form: ["x"])
    let wanted = Fixture.rule(["10.0.0.0/8"])
    let plan = Fixture.planner.plan(
      desired: Fixture.desired([Fixture.declared("r", wanted)]),
      live: Fixture.live([Fixture.owned("r", rule)]))
    guard case .updateNetworkRule(let update) = plan.steps.first?.operation else {
      Issue.record("no update")
      return
    }
    #expect(update.target.spec.sourcesAsRead.form(of: update.target.spec.sources) == nil)
  }

  private static let both = "client keys \(old.id), \(new.id)"

  @Test("T3, T4: an adoption says which keys it brings along, and what issues one")
  func adoptionNotes() {
    let plan = Fixture.planner.plan(
      desired: Self.desired(), live: Self.live(Fixture.raw("a", "", Self.point)))
    #expect(plan.outline == ["update aap/a"])
    #expect(
      plan.notes == [
        PlanNote(
          ResourceID(.accessPoint, "a"),
          "aap/a carries no marker that is its own, so \(Self.both) count as delivered by others; "
            + "if a marker was removed there, a client key that kmsctl delivered is among them and "
            + "is no longer known as its own",
          nextStep:
            "after the apply, 'kmsctl key rotate a --now' delivers a key that kmsctl knows; "
            + "'kmsctl key verify' tells which key a delivered file holds"),
        PlanNote(
          ResourceID(.clientKey, "a"),
          "clientkey/a is declared and is not issued before \(Self.dueAt): aap/a is adopted with "
            + "\(Self.both), which others delivered",
          nextStep: "to issue one and deliver it as declared, after the apply: "
            + "kmsctl key rotate a --now"),
      ])
  }

  /// 60 days, and the access point's own jitter, before the later key ends.
  private static let dueAt = "2027-05-16T01:29:10Z"

  @Test("T3: the note stays until a key of kmsctl's own was delivered")
  func laterNotes() {
    let others = [Self.old, Self.new].map { RecordedKey(shortID: $0.shortID, origin: .elsewhere) }
    let adopted = Fixture.planner.plan(
      desired: Self.desired(), live: Self.live(Fixture.owned("a", Self.point, keys: others)))
    #expect(adopted.isEmpty && !adopted.hasDrift)
    #expect(adopted.notes.map(\.id) == [ResourceID(.clientKey, "a")])
    #expect(
      adopted.notes.map(\.nextStep) == [
        "to issue one and deliver it as declared: kmsctl key rotate a --now"
      ])
    let own = RecordedKey(shortID: Self.new.shortID, origin: .delivered(at: Fixture.now))
    let rotated = Fixture.planner.plan(
      desired: Self.desired(),
      live: Self.live(Fixture.owned("a", Self.point, keys: [others[0], own])))
    #expect(rotated.notes == [])
    let undeclared = Fixture.planner.plan(
      desired: Self.desired(keys: false),
      live: Self.live(Fixture.owned("a", Self.point, keys: others)))
    #expect(undeclared.notes == [])
  }

  @Test("T4: without a declared key, the adoption names the keys all the same")
  func undeclaredKey() {
    let plan = Fixture.planner.plan(
      desired: Self.desired(keys: false), live: Self.live(Fixture.raw("a", "", Self.point)))
    #expect(plan.notes.map(\.id) == [ResourceID(.accessPoint, "a")])
    #expect(plan.notes.first?.nextStep.hasPrefix("to have kmsctl issue keys there") == true)
    #expect(plan.notes.first?.message.contains(Self.both) == true)
  }

  @Test("T4: an access point without live keys has nothing to say")
  func noKeys() {
    let live = Fixture.live(
      [], [Fixture.owned("p", Self.policy)], [Fixture.raw("a", "", Self.point)])
    #expect(Fixture.planner.plan(desired: Self.desired(), live: live).notes == [])
  }

  @Test("T5: 'ownership: none' says which markers it leaves")
  func leftMarkers() {
    let stack = Fixture.stack(ownership: .none)
    let live = Fixture.live(
      [
        Fixture.owned("r", Fixture.rule(["10.0.0.0/8"])),
        Fixture.owned("s", Fixture.rule(["10.0.0.0/8"]), owner: Fixture.other),
      ], [Fixture.owned("p", Self.policy)], [Fixture.raw("a", "", Self.point)])
    let plan = Fixture.planner.plan(desired: Self.desired(keys: false, stack: stack), live: live)
    #expect(
      plan.notes == [
        PlanNote(
          nil,
          "'ownership: none' leaves the markers that stack 'payments' wrote before in the "
            + "Descriptions of networkrule/r, policy/p",
          nextStep:
            "to be rid of them, take '[kmsctl/…]' out of each Description in the console; as "
            + "long as it is there, 'ownership: marker' takes the object up again")
      ])
    #expect(plan.isEmpty && !plan.hasDrift)
  }

  @Test("T5: a marker that this run overwrites is not left")
  func overwrittenMarker() {
    let stack = Fixture.stack(ownership: .none)
    let live = Fixture.live(
      [], [Fixture.owned("p", Fixture.policy([], resources: ["key/other"]))],
      [Fixture.raw("a", "", Self.point)])
    let plan = Fixture.planner.plan(desired: Self.desired(keys: false, stack: stack), live: live)
    #expect(plan.outline == ["update policy/p"])
    #expect(plan.notes == [])
  }
}
