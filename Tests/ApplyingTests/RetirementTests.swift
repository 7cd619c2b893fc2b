internal import Applying
internal import Delivery
internal import KMSModel
internal import Planning
internal import Testing

/// What is proved again right before a client key goes.
@Suite struct RetirementTests {
  /// A stack with a predecessor whose overlap is over, and the plan that retires it.
  private func retiring(check: [String] = []) async throws -> (fleet: Fleet, plan: Plan) {
    let fleet = Fleet(["a": Fleet.spec(check: check)])
    await fleet.night()
    await fleet.advance(days: 75)
    await fleet.night()
    await fleet.advance(days: 11)
    let plan = await fleet.plan()
    try #require(plan.steps.count == 1)
    return (fleet, plan)
  }

  @Test func thePredecessorGoesAndItsRecordToo() async throws {
    let (fleet, plan) = try await retiring()
    #expect(await fleet.run(plan).isComplete)
    let keys = await fleet.keys()
    #expect(keys.count == 1)
    #expect(await fleet.marker()?.keys.map(\.shortID) == keys.map(\.shortID))
    #expect(await fleet.plan().isEmpty)
  }

  enum Change: String, CaseIterable, Sendable {
    case successorDeleted, recordRemoved, successorForgotten, successorNewer
  }

  @Test(arguments: Change.allCases)
  func whatChangedSinceThePlanKeepsThePredecessor(_ change: Change) async throws {
    let (fleet, plan) = try await retiring()
    let keys = await fleet.keys()
    await fleet.store.edit { state in
      let records = state.accessPoints["a"]?.reading.marker?.keys ?? []
      switch change {
      case .successorDeleted: state.clientKeys.removeAll { $0.id == keys[1].id }
      case .recordRemoved: state.mark("a") { $0.keys = [records[1]] }
      case .successorForgotten: state.mark("a") { $0.keys = [records[0]] }
      case .successorNewer:
        let now = state.now
        state.mark("a") { $0.keys[1].origin = .delivered(at: now) }
      }
    }
    let summary = await fleet.run(plan)
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan])
    #expect(await fleet.keys().contains { $0.id == keys[0].id })
  }

  @Test func aFreezeThatBeganSinceThePlanPostponesTheRetirement() async throws {
    let (fleet, plan) = try await retiring()
    let now = await fleet.store.state.now
    var late = plan
    for index in late.steps.indices {
      guard case .deleteClientKey(var deletion) = late.steps[index].operation else { continue }
      deletion.spec?.rotation.freezes = [
        RotationFreeze(from: now, until: now.adding(seconds: 86_400))
      ]
      late.steps[index].operation = .deleteClientKey(deletion)
    }
    let keys = await fleet.keys()
    let summary = await fleet.run(late)
    #expect(
      summary.postponed.map(\.reason) == [
        "client key \(keys[0].id) may not go now: rotations are frozen until "
          + "\(now.adding(seconds: 86_400)) since the plan"
      ])
    #expect(await fleet.keys() == keys)
  }

  // MARK: rotation.retire.confirm

  @Test func theProgramIsAskedWithoutSecrets() async throws {
    let setup = try await retiring(check: ["./may-go", "-v"])
    var fleet = setup.fleet
    let programs = FakePrograms()
    fleet.programs = programs
    let keys = await fleet.keys()
    #expect(await fleet.run(setup.plan).isComplete)
    let call = try #require(await programs.calls.first)
    #expect(call.words == ["./may-go", "-v"])
    #expect(call.input == nil)
    #expect(call.timeLimit == .seconds(60))
    #expect(
      call.environment == [
        "KMSCTL_ACCESS_POINT": "a", "KMSCTL_KEY_ID": keys[0].id,
        "KMSCTL_SUCCESSOR_KEY_ID": keys[1].id, "KMSCTL_NOT_AFTER": keys[0].notAfter.iso8601,
      ])
    #expect(await fleet.keys().map(\.id) == [keys[1].id])
  }

  @Test func noPostponesTheRetirementAndIsNoFailure() async throws {
    let setup = try await retiring(check: ["./may-go"])
    var fleet = setup.fleet
    fleet.programs = FakePrograms(.exited(3))
    let recorder = Recorder()
    let keys = await fleet.keys()
    let summary = await fleet.run(setup.plan, recording: recorder)
    #expect(summary.isComplete)
    #expect(
      summary.postponed == [
        .init(
          step: 0, reason: "'./may-go' said with status 3 that \(keys[0].id) must not go yet")
      ])
    #expect(!summary.hasWritten)
    #expect(await fleet.keys() == keys)
    let left = await fleet.plan()
    #expect(!left.isEmpty)
    #expect(left.left(after: summary, of: setup.plan) == [])
    #expect(left.left(after: ApplySummary(done: [0]), of: setup.plan).count == 1)
  }

  @Test(arguments: [ProgramOutcome.End.signalled(9), .timedOut])
  func noAnswerIsAFailure(_ end: ProgramOutcome.End) async throws {
    let setup = try await retiring(check: ["./may-go"])
    var fleet = setup.fleet
    fleet.programs = FakePrograms(end)
    let summary = await fleet.run(setup.plan)
    #expect(summary.failed.map(\.failure.kind) == [.other])
    #expect(await fleet.keys().count == 2)
  }

  @Test func aProgramThatMayNotRunStopsTheApplyBeforeItsFirstWrite() async throws {
    let setup = try await retiring(check: ["./may-go"])
    var fleet = setup.fleet
    fleet.programs = FakePrograms(
      refusal: ProgramFailure("'./may-go' is not allowed", nextStep: "--allow-exec ./may-go"))
    let life = Life()
    let summary = await fleet.run(setup.plan, life)
    #expect(
      summary.failed.map(\.failure.message) == [
        "nobody can be asked whether a client key may go: './may-go' is not allowed"
      ])
    #expect(summary.failed.map(\.failure.nextStep) == ["--allow-exec ./may-go"])
    #expect(await life.log == [])
  }

  // MARK: On demand

  @Test func compromisedKeysGoOnceTheSuccessorIsDelivered() async throws {
    var fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    await fleet.advance(days: 75)
    await fleet.night()
    let old = await fleet.keys()
    fleet.options = KeyOptions(isKeyRun: true, compromised: ["a"])
    let plan = await fleet.plan()
    #expect(await fleet.run(plan).isComplete)
    let keys = await fleet.keys()
    #expect(keys.count == 1 && !old.contains(keys[0]))
    #expect(await fleet.disks["a"]?.current == keys[0].id)
    fleet.options = fleet.options.after(plan)
    #expect(await fleet.plan().isEmpty)
  }

  @Test func compromisedKeysStayWhenTheSuccessorCannotBeIssued() async throws {
    var fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    let old = await fleet.keys()
    fleet.options = KeyOptions(isKeyRun: true, compromised: ["a"])
    let summary = await fleet.run(
      await fleet.plan(), Life(["CreateClientKey": [.refused(.quota)]]))
    #expect(summary.stuck.count == 1 && summary.postponed.count == 1)
    #expect(summary.isComplete && !summary.done.contains(1))
    #expect(await fleet.keys() == old)
  }

  @Test func aSecondRunWithAnOldPlanIssuesNothing() async throws {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    await fleet.advance(days: 75)
    let plan = await fleet.plan()
    #expect(await fleet.run(plan).isComplete)
    let keys = await fleet.keys()
    let second = await fleet.run(plan)
    // F12: the successor that the plan wanted is there and delivered, but not by this run.
    #expect(second.isComplete)
    #expect(second.foundDone == second.done)
    #expect(!second.hasWritten)
    #expect(await fleet.keys() == keys)
  }

  @Test func recordsOfKeysThatSomebodyDeletedAreForgotten() async throws {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    let first = await fleet.keys()
    await fleet.store.edit { $0.clientKeys = [] }
    await fleet.advance(days: 2)
    await fleet.night()
    #expect(await fleet.marker()?.keys.count == 2)
    #expect(await fleet.keys() != first)
    await fleet.advance(days: 75)
    await fleet.night()
    await fleet.advance(days: 11)
    await fleet.night()
    #expect(await fleet.marker()?.keys.count == 1)
  }
}

extension ModelState {
  /// Changes the marker of an access point as another run would.
  mutating func mark(_ accessPoint: String, _ edit: (inout Marker) -> Void) {
    guard var live = accessPoints[accessPoint], case .marked(var marker, let text) = live.reading
    else { return }
    edit(&marker)
    live.rawDescription = MarkerText.describe(marker, description: text)
    accessPoints[accessPoint] = live
  }
}
