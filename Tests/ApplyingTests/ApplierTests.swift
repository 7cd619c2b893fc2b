internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// Order, side-by-side running, skipping, interruption and the truth of the summary.
struct ApplierTests {
  private static func policies(_ count: Int) -> [Step.Operation] {
    (0..<count).map { number in
      var target = World.policy
      target.name = "p\(number)"
      target.marker = World.marker(.policy, target.name)
      return .createPolicy(target)
    }
  }

  @Test func stepsRunInTheOrderOfTheirDependencies() async {
    let world = World()
    let recorder = Recorder()
    let plan = World.plan(
      [
        .createNetworkRule(World.rule), .createPolicy(World.policy),
        .createAccessPoint(World.point),
      ],
      dependsOn: [1: [0], 2: [1]])

    let summary = await world.run(plan, parallel: 8, recording: recorder)

    #expect(summary == ApplySummary(done: [0, 1, 2], hasWritten: true))
    let order = await recorder.events.compactMap { event -> String? in
      switch event {
      case .started: "started"
      case .stepStarted(let step): "begin \(step.id)"
      case .stepFinished(let step, _): "end \(step.id)"
      case .finished: "finished"
      case .note, .stepFoundDone, .stepFailed, .stepPostponed, .stepStuck, .stepHeld, .stepSkipped,
        .interrupted:
        nil
      }
    }
    #expect(
      order == [
        "started", "begin 0", "end 0", "begin 1", "end 1", "begin 2", "end 2", "finished",
      ])
  }

  @Test func dependantsOfAFailedStepAreSkippedAndOthersGoOn() async {
    let world = World()
    let life = Life(["CreatePolicy": [.refused(.permission)]])
    let plan = World.plan(Self.policies(5), dependsOn: [1: [0], 2: [1], 4: [3]])

    let summary = await world.run(plan, life)

    #expect(summary.done == [3, 4])
    #expect(summary.failed.map(\.step) == [0])
    #expect(summary.skipped == [.init(step: 1, because: 0), .init(step: 2, because: 1)])
    #expect(summary.notStarted == [])
    #expect(await world.store.state.policies.keys.sorted() == ["p3", "p4"])
  }

  @Test(arguments: [1, 3, 8]) func noMoreStepsRunSideBySideThanAllowed(limit: Int) async {
    let world = World()
    let gauge = Gauge()
    let summary = await world.applier(Life(), parallel: limit).apply(World.plan(Self.policies(20)))
    {
      await gauge.see($0)
    }
    #expect(summary.done.count == 20)
    #expect(await gauge.most == limit)
  }

  @Test func stepsOnOneObjectNeverRunSideBySide() async {
    let world = World()
    await world.populate()
    let gauge = Gauge()
    let deletion = Step.ClientKeyDeletion(
      accessPoint: World.accessPoint, keyID: "KAAP.aaaaaaaa-0000-4000-8000-000000000000")
    let plan = World.plan([.deleteClientKey(deletion), .deleteClientKey(deletion)])
    let summary = await world.applier(Life(), parallel: 8).apply(plan) { await gauge.see($0) }
    #expect(summary.done == [0, 1])
    #expect(await gauge.most == 1)
  }

  @Test func anInterruptionFinishesWhatRunsAndStartsNothingNew() async {
    let world = World()
    let interruption = Interruption()
    let recorder = Recorder()
    let summary = await world.applier(Life()).apply(
      World.plan(Self.policies(4), dependsOn: [3: [0]]), interruption: interruption
    ) { event in
      if case .stepStarted(let step) = event, step.id == 1 { interruption.request() }
      await recorder.add(event)
    }
    #expect(
      summary
        == ApplySummary(done: [0, 1], notStarted: [2, 3], wasInterrupted: true, hasWritten: true))
    let tellings = await recorder.events.count { if case .interrupted = $0 { true } else { false } }
    #expect(tellings == 1)
  }

  @Test func aPlanWithARefusalIsNotRun() async {
    let world = World()
    let life = Life()
    var plan = World.plan(Self.policies(2))
    plan.refusals = [
      Refusal(.protected, nil, "policy/p9 is protected", nextStep: "take its protection off")
    ]
    let summary = await world.run(plan, life)
    #expect(
      summary
        == ApplySummary(
          notStarted: [0, 1],
          stoppedBy: StepFailure(
            .other, "the plan holds 1 refusal(s): policy/p9 is protected",
            nextStep: "take its protection off")))
    #expect(!summary.isComplete)
    #expect(await life.log == [])
  }

  @Test(arguments: [[0: [1]], [1: [7]], [1: [1]]])
  func aPlanWithoutAnOrderIsNotRun(dependsOn: [Int: [Int]]) async {
    let life = Life()
    let summary = await World().run(World.plan(Self.policies(2), dependsOn: dependsOn), life)
    #expect(
      summary.stoppedBy?.message
        == "the plan's steps have no order that respects what they depend on")
    #expect(await life.log == [])
  }

  @Test func everyUnusableDestinationIsNamedBeforeTheFirstWrite() async {
    let world = World(destinations: ["a", "b"])
    let life = Life(["preflight a": [.lostBefore], "preflight b": [.lostBefore]])
    let summary = await world.run(await world.plan(), life)
    #expect(
      summary.failed == [
        .init(
          step: 3,
          failure: StepFailure(
            .other,
            "the client key could not be delivered: memory a: preflight failed (preflight failed); "
              + "memory b: preflight failed (preflight failed)",
            nextStep:
              "repair this, then run the same command again; nothing was written; to do "
              + "the rest meanwhile: --exclude clientkey/orders"))
      ])
    #expect(summary.notStarted == [0, 1, 2])
    #expect(!summary.hasWritten)
    #expect(await life.log == ["preflight a", "preflight b"])
  }

  @Test func twoKeysForOneDestinationAreRefusedBeforeTheFirstWrite() async {
    let world = World()
    let orders = ["orders", "billing"].map { name in
      Step.Operation.issueClientKey(
        .init(accessPoint: name, spec: world.spec, isRecovery: false))
    }
    let summary = await world.run(World.plan(orders))
    #expect(
      summary.failed.map(\.failure.message) == [
        "the client key could not be delivered: memory a: the key of 'orders' is delivered there too"
      ])
    #expect(!summary.hasWritten)
  }

  @Test(arguments: [
    (Life.Fault.refused(.permission), false), (.refused(.malformedAnswer), true),
    (.lostBefore, true), (.lostAfter, true),
  ]) func whatMayHaveBeenWrittenCountsAsWritten(fault: Life.Fault, hasWritten: Bool) async {
    let faults = [Life.Fault?](repeating: fault, count: 5)
    let life = Life(["CreatePolicy": faults])
    let summary = await World().run(World.plan(Self.policies(1)), life)
    #expect(summary.hasWritten == hasWritten)
  }
}

/// Counts how many steps run at once, by their events.
actor Gauge {
  private(set) var most = 0
  private var running = 0

  func see(_ event: ApplyEvent) {
    switch event {
    case .stepStarted:
      running += 1
      most = max(most, running)
    case .stepFinished, .stepFoundDone, .stepFailed, .stepPostponed, .stepStuck, .stepHeld:
      running -= 1
    case .started, .note, .stepSkipped, .interrupted, .finished: break
    }
  }
}
