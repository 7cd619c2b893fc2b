internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// A delivery that fails: before the first publish the key goes, after it the key stays.
struct ClientKeyDeliveryTests {
  private let world = World(destinations: ["a", "b"])

  private func run(
    _ life: Life = Life(), recording recorder: Recorder = Recorder()
  ) async -> StepFailure? {
    await world.run(await world.plan(), life, recording: recorder).failed.first?.failure
  }

  private var ownKeys: [String] {
    get async { await world.store.state.keys(of: World.accessPoint).map(\.shortID) }
  }

  private var marker: Marker? {
    get async { await world.store.state.accessPoints[World.accessPoint]?.reading.marker }
  }

  @Test(arguments: ["stage a", "stage b", "publish a"])
  func aFailureBeforeTheFirstPublishTakesTheKeyBack(call: String) async {
    await world.populate()
    let failure = await run(Life([call: [.lostBefore]]))
    #expect(failure?.kind == .deliveryFailed)
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb"])
    #expect(await marker?.intent == nil)
    #expect(await marker?.keys.map(\.shortID) == ["aaaaaaaa"])
    for disk in world.disks.values { #expect(await disk.staged.isEmpty) }
  }

  @Test func stagesThatCannotBeRemovedAreRemovedByTheNextRun() async {
    await world.populate()
    let failure = await run(Life(["stage b": [.lostBefore], "discard a": [.lostBefore]]))
    #expect(failure?.kind == .deliveryFailed)
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb"])
    #expect(await world.disks["a"]?.staged.count == 1)
    #expect(await run() == nil)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test func aKeyThatCannotBeTakenBackIsRemovedByTheNextRun() async {
    await world.populate()
    let life = Life(["stage b": [.lostBefore], "DeleteClientKey": [.refused(.throttled)]])
    let failure = await run(life)
    #expect(failure?.kind == .deliveryFailed)
    #expect(
      failure?.nextStep == "run 'kmsctl apply' again: it removes what this one left")
    #expect(await ownKeys.count == 3)
    #expect(await run() == nil)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test func aKeyThatIsTakenBackWithoutAnAnswerIsGone() async {
    await world.populate()
    let failure = await run(
      Life([
        "stage b": [.lostBefore], "DeleteClientKey": [.lostAfter, .lostBefore, .lostBefore],
      ]))
    #expect(failure?.kind == .deliveryFailed)
    #expect(failure?.message.contains("afterwards") == false, "\(String(describing: failure))")
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb"])
    #expect(await marker?.intent == nil)
  }

  @Test func aKeyThatNoListShowsYetIsTakenBackAllTheSame() async {
    await world.populate()
    await world.store.lag(Lag(duration: .seconds(90), operations: ["ListClientKeys"]))
    let failure = await run(
      Life(["stage b": [.lostBefore], "DeleteClientKey": [.lostBefore]]))
    #expect(failure?.kind == .deliveryFailed)
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb"])
    #expect(await marker?.intent == nil)
  }

  @Test(arguments: [
    ("publish a", Life.Fault.lostAfter), ("publish b", .lostBefore), ("publish b", .lostAfter),
  ]) func aFailureAfterAPublishKeepsTheKey(call: String, fault: Life.Fault) async {
    await world.populate(besideAStranger: false)
    let failure = await run(Life([call: [fault]]))
    #expect(failure?.kind == .keyPending)
    #expect(await ownKeys == ["aaaaaaaa", "00000001"])
    #expect(await marker?.intent?.shortID == "00000001")

    let recorder = Recorder()
    #expect(await run(recording: recorder) == nil)
    #expect(await world.problems(mayHavePredecessors: true) == [])
    let wasHeldByAll = call == "publish b" && fault == .lostAfter
    #expect(
      await ownKeys
        == ["aaaaaaaa", "00000001"] + (wasHeldByAll ? [] : ["00000002"]))
    #expect(
      await marker?.keys.map(\.shortID)
        == ["aaaaaaaa", "00000001"] + (wasHeldByAll ? [] : ["00000002"]))
    #expect(
      await recorder.notes.first
        == "client key KAAP.00000001-0000-4000-8000-000000000001 of an interrupted run "
        + (wasHeldByAll ? "is delivered everywhere" : "may be in use; issuing its successor"))
  }

  @Test func aCommitThatFailsLeavesTheKeyPending() async {
    await world.populate()
    let life = Life(["UpdateApplicationAccessPoint": [nil, nil, .refused(.throttled)]])
    let failure = await run(life)
    #expect(failure?.kind == .keyPending)
    #expect(
      failure?.message
        == "client key KAAP.00000001-0000-4000-8000-000000000001 is delivered, but could not be "
        + "recorded: UpdateApplicationAccessPoint: refused")
    #expect(await run() == nil)
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb", "00000001"])
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test(arguments: ["a", "b"])
  func aDestinationThatCannotBeAskedCountsByTheOnesAfterIt(mute: String) async {
    await world.populate(besideAStranger: false)
    _ = await run(Life(["UpdateApplicationAccessPoint": [nil, nil, .refused(.throttled)]]))
    await world.disks[mute]?.becomeMute()
    #expect(await run() == nil)
    // A later destination has it, so the mute one was passed; behind a mute one nobody knows.
    #expect(await ownKeys.count == (mute == "a" ? 2 : 3))
  }

  @Test func aPublishedKeyWhoseIDTheMarkerLostIsFinished() async {
    await world.populate()
    _ = await run(Life(["UpdateApplicationAccessPoint": [nil, nil, .refused(.throttled)]]))
    // An older write of the marker that landed late.
    await world.store.edit { state in
      guard case .marked(var marker, let words)? = state.accessPoints[World.accessPoint]?.reading
      else { return }
      marker.intent?.shortID = nil
      state.accessPoints[World.accessPoint]?.rawDescription = MarkerText.describe(
        marker, description: words)
    }
    #expect(await run() == nil)
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb", "00000001"])
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test func aRefusalAfterALostAnswerKeepsTheIntentForWhatMayStillTurnUp() async {
    await world.populate()
    let failure = await run(Life(["CreateClientKey": [.late(4), .refused(.permission)]]))
    #expect(failure?.message == "CreateClientKey: refused")
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb"])
    #expect(await run() == nil)
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb", "00000002"])
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test(arguments: [
    "CreateClientKey", "stage a", "publish a", "UpdateApplicationAccessPoint", "ListClientKeys",
  ]) func aSuccessorThatFailsTooIsNotForgotten(call: String) async {
    await world.populate(besideAStranger: false)
    _ = await run(Life(["publish b": [.lostBefore]]))
    let second = await world.run(await world.plan(), Life([call: [.refused(.quota)]]))
    #expect(second.failed.count + second.stuck.count == 1)
    #expect(await marker?.intent != nil)
    #expect(await run() == nil)
    #expect(await world.problems(mayHavePredecessors: true) == [])
  }

  @Test func aPendingKeyThatSomebodyDeletedIsReplaced() async {
    await world.populate(besideAStranger: false)
    _ = await run(Life(["publish b": [.lostBefore]]))
    await world.store.edit { $0.clientKeys.removeAll { $0.shortID == "00000001" } }
    #expect(await run() == nil)
    #expect(await marker?.keys.map(\.shortID) == ["aaaaaaaa", "00000002"])
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test func anIntentThatIsTooOldIsReplaced() async throws {
    await world.populate()
    await world.run(await world.plan(), Life(["CreateClientKey": [.end(.afterWork)]]))
    let old = try #require(await marker?.intent)
    await world.store.edit { $0.now = $0.now.adding(seconds: 40 * 86_400) }
    #expect(await run() == nil)
    #expect(await world.problems(mayHavePredecessors: false) == [])
    let key = await world.store.state.keys(of: World.accessPoint).last
    #expect(key.map { $0.notBefore > old.notBefore.adding(seconds: 38 * 86_400) } == true)
  }

  @Test func aFreshIntentIsAskedForAgainWithTheSameDates() async throws {
    await world.populate()
    await world.run(await world.plan(), Life(["CreateClientKey": [.end(.afterWork)]]))
    let intent = try #require(await marker?.intent)
    #expect(await run() == nil)
    let key = await world.store.state.keys(of: World.accessPoint).last
    #expect(key?.notBefore == intent.notBefore)
    #expect(key?.notAfter == intent.notAfter)
  }

  @Test(arguments: ["stage a", "stage b", "publish a", "publish b"])
  func noEventShowsASecret(call: String) async {
    await world.populate()
    let recorder = Recorder()
    let summary = await world.run(
      await world.plan(), Life([call: [.lostAfter], "discard a": [.lostBefore]]),
      recording: recorder)
    let text = await recorder.text + "\(summary)"
    #expect(text.contains("with ••• •••"))
    #expect(!text.contains(World.password))
    #expect(!text.contains("PRIVATE-HALF"))
  }

  @Test func aRecordedKeyIsDeletedAndForgotten() async {
    await world.populate()
    let deletion = Step.ClientKeyDeletion(
      accessPoint: World.accessPoint, keyID: "KAAP.aaaaaaaa-0000-4000-8000-000000000000")
    let plan = World.plan([.deleteClientKey(deletion)])
    for call in 1...5 {
      await world.run(plan, Life(faultAt: (call, .end(.beforeWork))))
    }
    #expect(await world.run(plan).isComplete)
    #expect(await ownKeys == ["bbbbbbbb"])
    #expect(await marker?.keys == [])
  }

  @Test func anUnrecordedKeyIsNotDeleted() async {
    await world.populate()
    let deletion = Step.ClientKeyDeletion(
      accessPoint: World.accessPoint, keyID: World.strangerID)
    let failure = await world.run(World.plan([.deleteClientKey(deletion)])).failed.first?.failure
    #expect(
      failure
        == StepFailure(
          .changedSincePlan,
          "client key \(World.strangerID) is not recorded by orders's marker",
          nextStep: "plan again"))
    #expect(await ownKeys == ["aaaaaaaa", "bbbbbbbb"])
  }
}
