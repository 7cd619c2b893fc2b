import KMSModel
import Planning
import Testing

/// Objects whose markers a newer kmsctl wrote.
@Suite struct NewerMarkerPlanTests {
  private static let rule = Fixture.rule(["10.1.0.0/16"])
  private static let id = ResourceID(.networkRule, "r")

  private static func text(_ owner: Owner = Fixture.owner, extra: String = " X=1") -> String {
    let marker = MarkerText.write(Fixture.marker("r", applied: rule, owner: owner))
    return "words " + marker.dropLast() + extra + "]"
  }

  private func plan(_ text: String, declared: Bool, _ adoption: Adoption = .ifEqual) -> Plan {
    let objects = declared ? [Fixture.declared("r", Self.rule, adoption: adoption)] : []
    return Fixture.planner.plan(
      desired: Fixture.desired(objects), live: Fixture.live([Fixture.raw("r", text, Self.rule)]))
  }

  @Test(
    "Newer markers: a declared object is refused whoever's it is, and the advice is to update",
    arguments: [Fixture.owner, Fixture.other], [Adoption.ifEqual, .always, .fromStack("billing")])
  func declared(owner: Owner, adoption: Adoption) throws {
    let plan = plan(Self.text(owner), declared: true, adoption)
    let marker = Self.text(owner).dropFirst(6)
    #expect(
      plan.refusals.map(\.message) == [
        "networkrule/r carries a marker of stack '\(owner.stack)' (uid \(owner.uid)) that a newer "
          + "kmsctl wrote: this one does not know field 'X=' in '\(marker)'"
      ])
    #expect(plan.refusals.map(\.rule) == [.newerMarker])
    #expect(
      plan.refusals.map(\.nextStep) == [
        "update kmsctl, at least to the version that wrote it; leave the Description as it is"
      ])
    #expect(plan.changes == [] && plan.steps == [])
  }

  @Test("Newer markers: an undeclared object of this stack is refused, not deleted")
  func undeclared() {
    let plan = plan(Self.text(), declared: false)
    #expect(plan.refusals.map(\.rule) == [.newerMarker])
    #expect(plan.refusals.first?.message.contains("r is not declared and carries") == true)
    #expect(plan.changes == [])
  }

  @Test("Newer markers: a foreign one is left alone and blocks nobody")
  func foreign() {
    let theirs = plan(Self.text(Fixture.other), declared: false)
    #expect(theirs.refusals == [] && theirs.isEmpty)
    #expect(theirs.coverage.leftAlone == [.init(id: Self.id, reason: .owned(by: Fixture.other))])
    let nobodys = plan("[kmsctl/2 {}]", declared: false)
    #expect(nobodys.refusals == [] && nobodys.isEmpty)
    #expect(nobodys.coverage.leftAlone == [.init(id: Self.id, reason: .newerMarker("number 2"))])
  }

  @Test("Newer markers: a run about keys alone is stopped at that access point, too")
  func keyRun() {
    let spec = Fixture.accessPoint([])
    let text = MarkerText.write(Fixture.marker("a", applied: spec)).replacing(
      "kmsctl/1", with: "kmsctl/2")
    let plan = Fixture.planner.plan(
      desired: Fixture.desired(
        [], [], [Fixture.declared("a", spec)], keys: [Fixture.declared("a", Fixture.clientKey)]),
      live: Fixture.live([], [], [Fixture.raw("a", text, spec)]),
      options: PlanOptions(keys: KeyOptions(isKeyRun: true)))
    #expect(plan.refusals.map(\.rule) == [.newerMarker])
  }

  // MARK: Fields that need not be understood

  private static let extra = " z=foo"

  private func rawDescriptions(_ plan: Plan) -> [String] {
    plan.steps.compactMap { step in
      switch step.operation {
      case .createNetworkRule(let target): target.rawDescription
      case .updateNetworkRule(let update): update.target.rawDescription
      case .createPolicy(let target): target.rawDescription
      case .updatePolicy(let update): update.target.rawDescription
      case .createAccessPoint(let target): target.rawDescription
      case .updateAccessPoint(let update): update.target.rawDescription
      case .delete, .issueClientKey, .deleteClientKey: nil
      }
    }
  }

  @Test("Newer markers: an unknown field survives updates, moves and marker-only writes")
  func survivesWrites() {
    let changed = Fixture.rule(["10.2.0.0/16"])
    let cases: [(String, DesiredObject<NetworkRuleSpec>)] = [
      (Self.text(extra: Self.extra), Fixture.declared("r", changed)),
      (
        Self.text(Fixture.other, extra: Self.extra),
        Fixture.declared("r", changed, adoption: .fromStack("billing"))
      ),
      (
        Self.text(extra: Self.extra),
        Fixture.declared("r", Self.rule, description: "words", isProtected: true)
      ),
    ]
    for (text, object) in cases {
      let plan = Fixture.planner.plan(
        desired: Fixture.desired([object]), live: Fixture.live([Fixture.raw("r", text, Self.rule)]))
      #expect(plan.refusals == [])
      #expect(rawDescriptions(plan).count == 1)
      #expect(rawDescriptions(plan).allSatisfy { $0.contains(" z=foo") }, "\(text)")
    }
  }

  @Test("Newer markers: an unknown field survives a replacement, wherever it is interrupted")
  func survivesReplacement() throws {
    let wanted = Fixture.rule(["10.1.0.0/16"], type: .publicNetwork)
    let desired = Fixture.desired(
      [Fixture.declared("r", wanted, description: "words")],
      [Fixture.declared("p", Fixture.policy(["r"]))])
    let first = Fixture.live(
      [Fixture.raw("r", Self.text(extra: Self.extra), Self.rule)],
      [Fixture.owned("p", Fixture.policy(["r"]))])
    let options = PlanOptions(allowReplace: [Self.id])
    for count in 0...6 {
      var service = ModelService(first)
      let plan = Fixture.planner.plan(desired: desired, live: first, options: options)
      #expect(plan.steps.count == 6)
      for step in plan.steps.prefix(count) { try service.run(step) }
      let rest = Fixture.planner.plan(desired: desired, live: service.live, options: options)
      for step in rest.steps { try service.run(step) }
      #expect(service.live.networkRules.count == 1)
      let marker = service.live.networkRules["r"]?.reading.marker
      #expect(marker?.extras?.fields.map(\.text) == ["z=foo"], "after \(count) steps")
    }
  }

  @Test("A3: a key id that no marker can hold is refused before anything is written")
  func unwritable() {
    let spec = Fixture.accessPoint([])
    var key = Fixture.key("0123abcd", on: "a")
    key.id = "KAAP.../../etc"
    let plan = Fixture.planner.plan(
      desired: Fixture.desired([], [], [Fixture.declared("a", spec)]),
      live: Fixture.live([], [], [Fixture.raw("a", "", spec)], keys: [key]))
    #expect(plan.refusals.map(\.rule) == [.unwritableMarker])
    #expect(plan.steps == [])
  }
}
