import KMSModel
import Planning
import Testing

/// Client keys of stacks and access points that no marker can be read of: nothing is promised about them.
@Suite struct UnownedKeysTests {
  private static let key = KeysOfOthersTests.own

  private func desired(_ ownership: StackSpec.OwnershipMode) -> DesiredState {
    var stack = Fixture.stack()
    stack.ownership = ownership
    return Fixture.desired(
      [], [Fixture.declared("p", Fixture.policy())],
      [Fixture.declared("a", Fixture.accessPoint(["p"]))],
      keys: [Fixture.declared("a", Fixture.clientKey)], stack: stack)
  }

  private func rows(_ live: LiveState, _ ownership: StackSpec.OwnershipMode = .none) -> [String] {
    KeyBoard(desired: desired(ownership), live: live, isWhole: false, digest: Fixture.digest).rows
      .map { "\($0.state.rawValue) \($0.nextAction) \($0.findings.map(\.rawValue))" }
  }

  @Test("with 'ownership: none' no report promises a rotation, and a missing key is missing")
  func ownershipNone() {
    #expect(rows(KeysOfOthersTests.live([Self.key])) == ["foreign none []"])
    #expect(rows(KeysOfOthersTests.live([])) == ["missing none [\"missing\"]"])
    let options = PlanOptions(keys: .init(isKeyRun: true, compromised: ["a"]))
    let plan = Fixture.planner.plan(
      desired: desired(.none), live: KeysOfOthersTests.live([Self.key]), options: options)
    #expect(
      plan.refusals.map(\.message) == [
        "clientkey/a cannot be rotated: 'ownership: none' issues no client keys"
      ])
    let retirement = PlanOptions(keys: .init(isKeyRun: true, retire: [Self.key.id]))
    let refusal = Fixture.planner.plan(
      desired: desired(.none), live: KeysOfOthersTests.live([Self.key]), options: retirement
    ).refusals.first
    #expect(
      refusal?.message
        == "client key \(Self.key.id) is not this stack's to delete: 'ownership: none' owns nothing"
    )
    #expect(refusal?.nextStep.contains("DeleteClientKey") == true)
  }

  @Test(
    "where no marker can be read, nobody says who made a key",
    arguments: ["[kmsctl/2 s=payments.7f3c1a q=1]", "[kmsctl/1 s=payments.7f3c1a"])
  func unreadableMarkers(description: String) {
    let reading = MarkerReading(description)
    let owner = KeyTrace.Owner(
      reading, of: ResourceID(.accessPoint, "a"), for: Fixture.stack().owner, digest: Fixture.digest
    )
    #expect(KeyTrace.Record(Self.key, in: reading, of: owner) == .untold)
    guard case .unclear(let why) = owner else {
      Issue.record("\(owner)")
      return
    }
    #expect(why.contains("newer") != why.contains("damaged"))
    var live = KeysOfOthersTests.live([Self.key])
    live.accessPoints["a"]?.rawDescription = description
    let options = PlanOptions(keys: .init(isKeyRun: true, compromised: ["a"]))
    let plan = Fixture.planner.plan(desired: desired(.marker), live: live, options: options)
    #expect(rows(live, .marker) == ["foreign none []"])
    live.clientKeys = [:]
    #expect(rows(live, .marker) == ["missing none [\"missing\"]"])
    live.clientKeys = ["a": [Self.key]]
    #expect(plan.refusals.count == 1 && plan.refusals[0].rule != .keyNotRotatable)
  }
}
