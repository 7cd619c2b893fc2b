internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// B3: reads that lag behind this run's own writes, and behind another run's.
struct LaggingReadsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var lag: Lag
    var testDescription: String {
      "\(lag.duration), \(lag.operations.isEmpty ? "all" : lag.operations.joined(separator: "+"))"
        + (lag.showsNothing ? ", nothing shown" : "")
    }
  }

  static let cases = [20, 200, 500, 2_000, 5_000].flatMap { milliseconds in
    [[], ["Describe"], ["ListClientKeys"], ["DescribeApplicationAccessPoint"]].map {
      Case(lag: Lag(duration: .milliseconds(milliseconds), operations: $0))
    } + [
      Case(
        lag: Lag(
          duration: .milliseconds(milliseconds), operations: ["Describe"], showsNothing: true))
    ]
  }

  @Test("B3: a first apply under lag issues one key and is done", arguments: cases)
  func aFirstApply(_ one: Case) async {
    let world = World()
    await world.store.lag(one.lag)
    let life = Life()
    let summary = await world.run(await world.plan(), life)
    #expect(summary.isComplete, "\(summary)")
    #expect(summary.foundDone.isEmpty)
    #expect(await world.problems(mayHavePredecessors: false) == [])
    #expect(await life.count("CreateClientKey") == 1)
  }

  @Test("B3: a successor under lag loses nothing of the access point", arguments: cases)
  func aSuccessor(_ one: Case) async {
    guard !one.lag.showsNothing else { return }
    let world = World()
    await world.populate()
    await world.store.lag(one.lag)
    let summary = await world.run(await world.plan())
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.problems(mayHavePredecessors: false) == [])
    let live = await world.store.state.accessPoints[World.accessPoint]
    #expect(live?.reading.description == "the orders service")
    #expect(live?.spec == World.point.spec)
  }

  @Test("B3: rotate, retire and compromised under lag leave one key", arguments: cases)
  func rotations(_ one: Case) async {
    guard !one.lag.showsNothing else { return }
    for kind in ["scheduled", "compromised"] {
      var fleet = Fleet(["a": Fleet.spec()])
      #expect(await fleet.night().isComplete)
      await fleet.advance(days: kind == "scheduled" ? 80 : 1)
      await fleet.store.lag(one.lag)
      if kind == "compromised" { fleet.options.compromised = ["a"] }
      let summary = await fleet.night()
      #expect(summary.isComplete, "\(kind): \(summary)")
      fleet.options.compromised = []
      await fleet.advance(days: 20)
      fleet.time.advance(.seconds(60))
      #expect(await fleet.night().isComplete)
      #expect(await fleet.keys().count == 1)
      #expect(await fleet.marker()?.keys.count == 1)
      #expect(await fleet.keys().first?.id == fleet.disks["a"]?.current)
    }
  }

  @Test("B3: without lag no call is made more")
  func noCallMore() async {
    let world = World()
    let life = Life()
    #expect(await world.run(await world.plan(), life).isComplete)
    #expect(world.time.now == .zero)
    #expect(
      await life.log == [
        "preflight a", "CreateNetworkRule", "CreatePolicy", "CreateApplicationAccessPoint",
        "DescribeApplicationAccessPoint", "ListClientKeys", "DescribeApplicationAccessPoint",
        "UpdateApplicationAccessPoint", "DescribeApplicationAccessPoint", "CreateClientKey",
        "ListClientKeys",
        "UpdateApplicationAccessPoint", "stage a", "ListClientKeys", "publish a", "ListClientKeys",
        "DescribeApplicationAccessPoint", "UpdateApplicationAccessPoint",
      ])
  }

  @Test(
    "B3: lag beyond all patience says what was shown and for how long, and the next run ends it")
  func beyondPatience() async {
    let world = World()
    await world.store.lag(Lag(duration: .seconds(90)))
    let recorder = Recorder()
    let summary = await world.run(await world.plan(), recording: recorder)
    #expect(
      summary.failed.map(\.failure.message) == [
        "DescribeApplicationAccessPoint: the service does not show applicationaccesspoint/orders, "
          + "although it is there (asked again for 10 s)"
      ])
    #expect(summary.hasWritten)
    #expect(await recorder.notes == ["waiting: the service does not show it yet"])
    await world.store.lag(nil)
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test("B3: the next run right after a killed one finishes its key", arguments: [20, 500, 5_000])
  func afterAKill(milliseconds: Int) async {
    for call in 1...18 {
      let world = World()
      await world.populate()
      await world.run(await world.plan(), Life(faultAt: (call, .end(.afterWork))))
      let plan = await world.plan()
      await world.store.lag(
        Lag(duration: .milliseconds(milliseconds), operations: ["ListClientKeys"]))
      let summary = await world.run(plan)
      #expect(summary.isComplete, "call \(call): \(summary)")
      #expect(await world.problems(mayHavePredecessors: true) == [], "call \(call)")
    }
  }

  // MARK: What is not waited away

  @Test("B3: a stale answer is never what a write is based on")
  func noWriteFromAStaleAnswer() async {
    let world = World()
    await world.populate()
    await world.store.lag(
      Lag(duration: .seconds(90), operations: ["DescribeApplicationAccessPoint"]))
    let life = Life()
    let summary = await world.run(await world.plan(), life)
    #expect(
      summary.failed.first?.failure.message.hasPrefix(
        "DescribeApplicationAccessPoint: the service still shows applicationaccesspoint/orders as it "
          + "was before this run wrote it (asked again for 10 s)") == true, "\(summary)")
    // The intent, and nothing on top of what was there before it.
    #expect(await life.count("UpdateApplicationAccessPoint") == 1)
    await world.store.lag(nil)
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test("B3: another team's change is seen at once and not waited away")
  func aForeignChange() async {
    let world = World()
    await world.populate()
    let policy = World.policy
    var target = policy
    target.spec.resources = ["key/*", "secret/*"]
    let update = Step.Operation.updatePolicy(
      .init(
        expected: .init(rawDescription: policy.rawDescription, spec: policy.spec), target: target))
    await world.store.edit { $0.policies["crypto"]?.rawDescription = "another team's" }
    let life = Life()
    let summary = await world.run(World.plan([update]), life)
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(await life.log == ["DescribePolicy"])
    #expect(world.time.now == .zero)
  }

  @Test("B3: what somebody wrote after this run is no older state")
  func aForeignChangeAfterOurs() async {
    let world = World()
    await world.populate()
    let policy = World.policy
    var first = policy
    first.spec.resources = ["key/*", "secret/*"]
    var second = first
    second.spec.resources = ["secret/*"]
    let steps: [Step.Operation] = [
      .updatePolicy(
        .init(
          expected: .init(rawDescription: policy.rawDescription, spec: policy.spec),
          target: first)),
      .updatePolicy(
        .init(
          expected: .init(rawDescription: first.rawDescription, spec: first.spec), target: second)),
    ]
    await world.store.edit { $0.strangersPolicy = ("crypto", "another team's") }
    let summary = await world.run(World.plan(steps, dependsOn: [1: [0]]))
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(await world.store.state.policies["crypto"]?.rawDescription == "another team's")
    #expect(world.time.now == .zero)
  }

  @Test("B3: what is gone is said to be gone only after it was asked for again")
  func gone() async {
    let world = World()
    let policy = World.policy
    let update = Step.Operation.updatePolicy(
      .init(expected: .init(rawDescription: "old", spec: policy.spec), target: policy))
    let life = Life()
    let summary = await world.run(World.plan([update]), life)
    #expect(
      summary.failed.map(\.failure.message) == ["policy/crypto is gone (asked again for 10 s)"])
    #expect(await life.log == Array(repeating: "DescribePolicy", count: 10))
  }

  @Test("B3: Ctrl-C ends the waiting at once")
  func interrupted() async {
    let world = World()
    await world.store.lag(Lag(duration: .seconds(90)))
    let interruption = Interruption()
    let recorder = Recorder()
    let summary = await world.applier(Life()).apply(
      await world.plan(), interruption: interruption
    ) { event in
      await recorder.add(event)
      if case .note = event { interruption.request() }
    }
    #expect(summary.wasInterrupted)
    #expect(world.time.now < .milliseconds(200))
  }
}
