internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// Creates, updates and deletions: every way each of them can go.
struct ObjectStepTests {
  private let world = World()

  private func run(_ operation: Step.Operation, _ life: Life = Life()) async -> StepFailure? {
    await world.run(World.plan([operation]), life).failed.first?.failure
  }

  private static let update = Step.Operation.updatePolicy(
    .init(
      expected: .init(rawDescription: "old", spec: World.policy.spec), target: changedPolicy))

  private static var changedPolicy: Step.Target<PolicySpec> {
    var target = World.policy
    target.spec.resources = ["key/*", "secret/*"]
    return target
  }

  private func put(_ description: String, _ spec: PolicySpec = World.policy.spec) async {
    await world.store.edit {
      $0.policies["crypto"] = LiveObject(
        name: "crypto", arn: "", rawDescription: description, spec: spec)
    }
  }

  // MARK: Creating

  @Test func aCreateSendsTheMarker() async {
    #expect(await run(.createPolicy(World.policy)) == nil)
    let live = await world.store.state.policies["crypto"]
    #expect(live?.rawDescription == World.policy.rawDescription)
    #expect(live?.spec == World.policy.spec)
  }

  @Test(arguments: [
    ([Life.Fault.lostAfter], ["CreatePolicy", "DescribePolicy"]),
    (
      [.lostBefore],
      ["CreatePolicy", "DescribePolicy", "CreatePolicy"]
    ),
    (
      [.late(2)],
      ["CreatePolicy", "DescribePolicy", "CreatePolicy", "DescribePolicy"]
    ),
    ([.late(1)], ["CreatePolicy", "DescribePolicy"]),
  ]) func aLostAnswerToACreateIsLookedUp(faults: [Life.Fault], calls: [String]) async {
    let life = Life(["CreatePolicy": faults])
    #expect(await run(.createPolicy(World.policy), life) == nil)
    #expect(await life.log == calls)
    #expect(await world.store.state.policies.count == 1)
  }

  @Test func aCreateGivesUpAfterThreeLostAnswers() async {
    let life = Life(["CreatePolicy": [.lostBefore, .lostBefore, .lostBefore]])
    let failure = await run(.createPolicy(World.policy), life)
    #expect(failure?.message == "CreatePolicy: no answer")
    #expect(
      failure?.nextStep
        == "run 'kmsctl apply' again in some minutes: it continues where this one stopped; if it"
        + " stays, give the request id to the vendor's support")
    #expect(await life.count("CreatePolicy") == 3)
  }

  @Test(arguments: ["somebody else's", World.policy.rawDescription + " and more"])
  func aStrangerOfTheSameNameIsLeftAlone(description: String) async {
    await put(description)
    let failure = await run(.createPolicy(World.policy))
    #expect(
      failure
        == StepFailure(
          .changedSincePlan, "policy/crypto exists and is not the one this apply created",
          nextStep: "plan again"))
    #expect(await world.store.state.policies["crypto"]?.rawDescription == description)
  }

  @Test func withoutAMarkerOnlyALostAnswerMakesALikeObjectOurs() async {
    var target = World.policy
    target.marker = nil
    await put(target.rawDescription)
    #expect(await run(.createPolicy(target))?.kind == .changedSincePlan)
    let life = Life(["CreatePolicy": [.lostBefore]])
    #expect(await run(.createPolicy(target), life) == nil)
  }

  @Test func aRefusalReachesTheUserInFull() async {
    let life = Life(["CreatePolicy": [.refused(.permission)]])
    let failure = await run(.createPolicy(World.policy), life)
    #expect(
      failure
        == StepFailure(
          .service(KMSFailure(.permission, operation: "CreatePolicy", message: "refused")),
          "CreatePolicy: refused",
          nextStep: "allow kms:CreatePolicy to the caller in RAM; then run 'kmsctl apply' again:"
            + " it continues where this one stopped"))
  }

  private static var publicRule: Step.Target<NetworkRuleSpec> {
    var target = World.rule
    target.spec = NetworkRuleSpec(type: .publicNetwork, sources: [SourceAddress("203.0.113.7")])
    return target
  }

  @Test func anInferredCreateIsReadBack() async {
    let life = Life()
    #expect(await run(.createNetworkRule(Self.publicRule), life) == nil)
    #expect(await life.log == ["CreateNetworkRule", "DescribeNetworkRule"])
  }

  @Test(arguments: [nil, Life.Fault.lostAfter])
  func anInferredCreateThatCameOutDifferentIsUndone(fault: Life.Fault?) async {
    await world.store.edit { $0.changesPublicRules = true }
    let life = Life(["CreateNetworkRule": [fault]])
    let failure = await run(.createNetworkRule(Self.publicRule), life)
    #expect(
      failure
        == StepFailure(
          .cameOutDifferent,
          "networkrule/vpc came out different from what was asked and was deleted again",
          nextStep:
            "make it in the console and adopt it; kmsctl inferred how to write this object"))
    #expect(await world.store.state.networkRules.isEmpty)
  }

  @Test func anInferredCreateThatSomebodyTookOverIsLeftAlone() async {
    await world.store.edit { state in
      state.changesPublicRules = true
      state.strangersWords = "mine now"
    }
    #expect(
      await run(.createNetworkRule(Self.publicRule))
        == StepFailure(
          .cameOutDifferent,
          "networkrule/vpc came out different from what was asked, and its description is not the "
            + "one that was sent: it is left as it is",
          nextStep: "look at networkrule/vpc in the console: somebody may have changed it meanwhile"
        ))
    #expect(await world.store.state.networkRules["vpc"]?.rawDescription == "mine now")
  }

  // MARK: Updating

  @Test func anUpdateReadsFirstAndThenWrites() async {
    await put("old")
    let life = Life()
    #expect(await run(Self.update, life) == nil)
    #expect(await life.log == ["DescribePolicy", "UpdatePolicy"])
    let live = await world.store.state.policies["crypto"]
    #expect(live?.spec == Self.changedPolicy.spec)
    #expect(live?.rawDescription == Self.changedPolicy.rawDescription)
  }

  @Test func anUpdateThatIsThereAlreadyIsNotWritten() async {
    await put(Self.changedPolicy.rawDescription, Self.changedPolicy.spec)
    let life = Life()
    #expect(await run(Self.update, life) == nil)
    #expect(await life.log == ["DescribePolicy"])
  }

  @Test func anUpdateOfSomethingElseFails() async {
    await put("new words")
    #expect(
      await run(Self.update)
        == StepFailure(
          .changedSincePlan,
          "the description or marker of policy/crypto changed since the plan was made",
          nextStep: "plan again"))
    var spec = World.policy.spec
    spec.networkAccess = .unrestricted
    await put("old", spec)
    #expect(
      await run(Self.update)
        == StepFailure(
          .changedSincePlan, "policy/crypto changed since the plan was made",
          nextStep: "plan again"))
    await world.store.edit { $0.policies = [:] }
    #expect(
      await run(Self.update)
        == StepFailure(
          .changedSincePlan, "policy/crypto is gone (asked again for 10 s)",
          nextStep: "plan again"))
  }

  @Test(arguments: [(Life.Fault.lostAfter, 1), (.lostBefore, 2), (.late(1), 1), (.late(2), 2)])
  func aLostAnswerToAnUpdateIsLookedUp(fault: Life.Fault, writes: Int) async {
    await put("old")
    let life = Life(["UpdatePolicy": [fault]])
    #expect(await run(Self.update, life) == nil)
    #expect(await life.count("UpdatePolicy") == writes)
    #expect(await world.store.state.policies["crypto"]?.spec == Self.changedPolicy.spec)
  }

  // MARK: Deleting

  private static let deletion = Step.Operation.delete(
    .init(
      id: ResourceID(.policy, "crypto"), rawDescription: "ours", spec: .policy(World.policy.spec)))

  @Test func aDeletionProvesOwnershipFirst() async {
    await put("ours")
    let life = Life()
    #expect(await run(Self.deletion, life) == nil)
    #expect(await life.log == ["ListApplicationAccessPoints", "DescribePolicy", "Delete"])
    #expect(await world.store.state.policies.isEmpty)
  }

  @Test func aDeletionOfWhatIsGoneIsDone() async {
    let life = Life()
    #expect(await run(Self.deletion, life) == nil)
    // B3: an absence is doubted for some seconds.
    #expect(
      await life.log
        == ["ListApplicationAccessPoints"] + Array(repeating: "DescribePolicy", count: 10))
  }

  @Test func aDeletionOfSomethingElseFails() async {
    await put("ours no more")
    #expect(
      await run(Self.deletion)
        == StepFailure(
          .changedSincePlan,
          "the description or marker of policy/crypto changed since the plan was made",
          nextStep: "plan again"))
    #expect(await world.store.state.policies.count == 1)
  }

  @Test("A5: a deletion of what somebody put to another use fails")
  func aDeletionOfAnotherSpecFails() async {
    await put("ours")
    await world.store.edit { $0.policies["crypto"]?.spec.resources = ["key/*", "secret/*"] }
    #expect(
      await run(Self.deletion)
        == StepFailure(
          .changedSincePlan, "policy/crypto changed since the plan was made",
          nextStep: "plan again"))
    #expect(await world.store.state.policies.count == 1)
  }

  @Test(arguments: [Life.Fault.lostAfter, .lostBefore, .late(1), .late(2), .refused(.notFound)])
  func aLostAnswerToADeletionIsLookedUp(fault: Life.Fault) async {
    await put("ours")
    let life = Life(["Delete": [fault]])
    #expect(await run(Self.deletion, life) == nil)
    if fault != .refused(.notFound) { #expect(await world.store.state.policies.isEmpty) }
  }

  @Test func anAccessPointGoesWithItsKeys() async {
    await world.populate()
    let description = await world.store.state.accessPoints[World.accessPoint]?.rawDescription
    let id = ResourceID(.accessPoint, World.accessPoint)
    let operation = Step.Operation.delete(
      .init(id: id, rawDescription: description ?? "", spec: .accessPoint(World.point.spec)))
    let plan = World.plan([operation], dying: await world.store.state.keys(of: World.accessPoint))
    #expect(await world.run(plan).isComplete)
    #expect(await world.store.state.clientKeys.map(\.shortID) == ["cccccccc"])
  }
}
