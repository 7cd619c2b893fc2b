internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// F12: what somebody else did since the plan is done, but not by this run.
struct FoundDoneTests {
  private func object(_ kind: String, _ world: World) async -> Step.Operation {
    let policy = World.policy
    switch kind {
    case "create":
      await world.store.edit { $0.policies["crypto"] = World.live(policy) }
      return .createPolicy(policy)
    case "update":
      await world.store.edit { $0.policies["crypto"] = World.live(policy) }
      return .updatePolicy(
        .init(expected: .init(rawDescription: "old", spec: policy.spec), target: policy))
    default:
      return .delete(
        .init(
          id: ResourceID(.policy, "crypto"), rawDescription: "ours", spec: .policy(policy.spec)))
    }
  }

  @Test("F12: objects of another run are found done", arguments: ["create", "update", "delete"])
  func objects(_ kind: String) async {
    let world = World()
    let recorder = Recorder()
    let summary = await world.run(
      World.plan([await object(kind, world)]), recording: recorder)
    #expect(summary.done == [0])
    #expect(summary.foundDone == [0])
    #expect(!summary.hasWritten)
    let events = await recorder.events
    #expect(events.contains { if case .stepFoundDone = $0 { true } else { false } })
  }

  @Test("F12: an access point whose key another run issued since is found done")
  func anAccessPointWithAKey() async {
    let world = World()
    #expect(await world.run(await world.plan()).isComplete)
    let before = await world.store.state.accessPoints
    let summary = await world.run(World.plan([.createAccessPoint(World.point)]))
    #expect(summary.foundDone == [0], "\(summary)")
    #expect(await world.store.state.accessPoints == before)
  }

  @Test("F12: an access point that lacks a key the plan recorded is not what was planned")
  func anAccessPointWithoutItsKey() async {
    let world = World()
    await world.populate()
    var target = World.point
    target.marker?.keys = [RecordedKey(shortID: "cccccccc", origin: .elsewhere)]
    let update = Step.Operation.updateAccessPoint(
      .init(expected: .init(rawDescription: "old", spec: target.spec), target: target))
    let summary = await world.run(World.plan([update]))
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
  }

  @Test("F12: with a lost answer nobody can tell whose it is, so it counts as this run's")
  func aLostAnswer() async {
    let world = World()
    let recorder = Recorder()
    let summary = await world.run(
      World.plan([.createPolicy(World.policy)]), Life(["CreatePolicy": [.lostAfter]]),
      recording: recorder)
    #expect(summary.foundDone.isEmpty)
    #expect(summary.hasWritten)
    #expect(
      await recorder.notes == ["the answer was lost, but it is there as it was asked for"])
  }

  @Test("F12: a client key that another run issued and delivered here is found done")
  func aClientKey() async {
    let world = World()
    await world.populate()
    let plan = await world.plan()
    #expect(await world.run(plan).isComplete)
    let recorder = Recorder()
    let summary = await world.run(plan, recording: recorder)
    #expect(summary.isComplete, "\(summary)")
    #expect(summary.foundDone == [0])
    #expect(!summary.hasWritten)
    #expect(
      await recorder.notes == [
        "client key KAAP.00000001-0000-4000-8000-000000000001 was issued by another run since the "
          + "plan, and is delivered here"
      ])
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test("F12: a client key that another run delivered elsewhere is a failure")
  func aClientKeyElsewhere() async {
    let world = World()
    await world.populate()
    let elsewhere = world.moved(to: ["b"])
    #expect(await elsewhere.run(await elsewhere.plan()).isComplete)
    let order = Step.ClientKeyIssue(
      accessPoint: World.accessPoint, spec: world.spec, isRecovery: false,
      replaces: World.predecessorShortID)
    let summary = await world.run(World.plan([.issueClientKey(order)]))
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(!summary.hasWritten)
    #expect(world.time.now == .zero)
  }

  @Test("F12: a client key that another run is issuing is waited for, then said to be")
  func aClientKeyUnderWay() async {
    let world = World()
    await world.populate()
    let plan = await world.plan()
    let now = await world.store.state.now
    let theirs = KeyIntent(notBefore: now.adding(seconds: -999), notAfter: now.adding(seconds: 999))
    await world.store.edit { state in
      state.accessPoints[World.accessPoint]?.rawDescription = MarkerText.describe(
        World.marker(.accessPoint, World.accessPoint, intent: theirs), description: "")
    }
    let summary = await world.run(plan)
    #expect(
      summary.failed.map(\.failure.message) == [
        "another run began to issue a client key for 'orders' since the plan, and is over "
          + "(asked again for 10 s)"
      ])
    #expect(!summary.hasWritten)
  }

  @Test("F12: a client key that somebody deleted meanwhile is found done")
  func aDeletedClientKey() async {
    let fleet = Fleet(["a": Fleet.spec()])
    #expect(await fleet.night().isComplete)
    await fleet.advance(days: 80)
    #expect(await fleet.night().isComplete)
    await fleet.advance(days: 11)
    let plan = await fleet.plan()
    await fleet.store.edit { $0.clientKeys.removeFirst() }
    let summary = await fleet.run(plan)
    #expect(summary.isComplete, "\(summary)")
    #expect(summary.foundDone == [0])
    #expect(await fleet.marker()?.keys.count == 1)
  }
}
