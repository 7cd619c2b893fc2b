internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// Somebody takes an object over while a write to it waits: the write is not sent (A5).
struct TakenMeanwhileTests {
  private static let others = "written by Terraform"

  private static let writes: [(String, Step.Operation)] = [
    (
      "UpdatePolicy",
      .updatePolicy(
        .init(
          expected: .init(rawDescription: "old", spec: World.policy.spec), target: World.policy))
    ),
    (
      "Delete",
      .delete(
        Step.Deletion(
          id: ResourceID(.policy, "crypto"), rawDescription: "old",
          spec: .policy(World.policy.spec)))
    ),
  ]

  @Test("A5: an object's write that waited leaves what somebody took meanwhile", arguments: writes)
  func objects(call: String, operation: Step.Operation) async {
    let world = World()
    await world.store.edit {
      $0.policies["crypto"] = LiveObject(
        name: "crypto", arn: "", rawDescription: "old", spec: World.policy.spec)
    }
    let life = Life([call: [.waited]]) { $0.policies["crypto"]?.rawDescription = Self.others }
    let summary = await world.run(World.plan([operation]), life)
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(!summary.hasWritten && summary.begun == [])
    #expect(await world.store.state.policies["crypto"]?.rawDescription == Self.others)
  }

  /// The key steps' calls that wait, and which of them: the intent, the key, its id, its record.
  private static let keyCalls = [
    ("UpdateApplicationAccessPoint", 1), ("CreateClientKey", 1),
    ("UpdateApplicationAccessPoint", 2), ("UpdateApplicationAccessPoint", 3),
  ]

  @Test(
    "A5: no key step writes over an access point that somebody took meanwhile",
    arguments: keyCalls)
  func keySteps(call: String, number: Int) async {
    let world = World()
    await world.populate()
    let before = await world.store.state.keys(of: World.accessPoint)
    let faults = Array(repeating: Life.Fault?.none, count: number - 1) + [.waited]
    let life = Life([call: faults]) {
      $0.accessPoints[World.accessPoint]?.rawDescription = Self.others
    }
    let summary = await world.run(await world.plan(), life)
    #expect(!summary.isComplete)
    let state = await world.store.state
    #expect(state.accessPoints[World.accessPoint]?.rawDescription == Self.others)
    // What nobody can have is taken back; what was published stays, and is told.
    let isPublished = number == 3
    #expect(state.keys(of: World.accessPoint).count == before.count + (isPublished ? 1 : 0))
    #expect((await world.disks["a"]?.current != nil) == isPublished)
  }

  @Test("A5: a retirement that waited leaves the keys of an access point that somebody took")
  func retirements() async {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    await fleet.advance(days: 75)
    await fleet.night()
    await fleet.advance(days: 11)
    let keys = await fleet.keys()
    let plan = await fleet.plan()
    #expect(plan.steps.count == 1 && keys.count == 2)
    let life = Life(["DeleteClientKey": [.waited]]) {
      $0.accessPoints["a"]?.rawDescription = Self.others
    }
    let summary = await fleet.run(plan, life)
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(await fleet.keys() == keys)
  }
}
