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

  @Test("A6: a write that waited and then meets another run's issue is left to that run")
  func anotherRunsIssue() async throws {
    let world = World()
    await world.populate()
    let live = try #require(await world.store.state.accessPoints[World.accessPoint])
    let now = await world.store.state.now
    var target = World.point
    target.description = "other words"
    target.marker = live.reading.marker
    let update = Step.Operation.updateAccessPoint(
      .init(expected: .init(rawDescription: live.rawDescription, spec: live.spec), target: target))
    let life = Life(["UpdateApplicationAccessPoint": [.waited]]) { state in
      guard case .marked(var marker, let words) = live.reading else { return }
      marker.intent = KeyIntent(
        notBefore: now, notAfter: now.adding(seconds: 86_400),
        run: RunClaim(run: "01234567", host: "89abcdef", process: "1-1", since: now))
      state.accessPoints[World.accessPoint]?.rawDescription =
        MarkerText.describe(marker, description: words)
    }
    let summary = await world.run(World.plan([update]), life)
    #expect(summary.held.count == 1 && summary.failed.isEmpty, "\(summary)")
    #expect(!summary.hasWritten)
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
