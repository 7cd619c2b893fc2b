internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// A client key is gone when the list of its access point shows it no more, not when an answer says
/// so.
@Suite struct KeyRemovalTests {
  /// A stack with a predecessor whose overlap is over.
  private func retiring() async -> Fleet {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    await fleet.advance(days: 75)
    await fleet.night()
    await fleet.advance(days: 11)
    return fleet
  }

  @Test("A4: a deletion that was answered and not carried out is sent again")
  func isSentAgain() async {
    let fleet = await retiring()
    let life = Life(["DeleteClientKey": [.hollow]])
    #expect(await fleet.night(life).isComplete)
    #expect(await life.count("DeleteClientKey") == 2)
    #expect(await fleet.keys().count == 1)
    #expect(await fleet.marker()?.keys.count == 1)
  }

  @Test("A4: a key that every list still shows is still live, and stays recorded")
  func isStillLive() async throws {
    let fleet = await retiring()
    let old = await fleet.keys()
    let summary = await fleet.night(Life(["DeleteClientKey": [.hollow, .hollow]]))
    let failure = try #require(summary.failed.first?.failure)
    #expect(failure.kind == .stillLive && summary.hasWritten)
    #expect(
      failure.message
        == "client key \(old[0].id) is still live: its deletion was answered, but ListClientKeys: "
        + "the service still shows client key \(old[0].id), which this run deleted "
        + "(asked again for 10 s)")
    #expect(await fleet.keys() == old)
    #expect(await fleet.marker()?.keys.count == 2)
    // The next run goes on.
    #expect(await fleet.night().isComplete)
    #expect(await fleet.keys().map(\.id) == [old[1].id])
  }

  @Test("A4: a list that lags behind the deletion is waited for")
  func waitsForALaggingList() async {
    let fleet = await retiring()
    let plan = await fleet.plan()
    await fleet.store.lag(Lag(duration: .seconds(4), operations: ["ListClientKeys"]))
    let life = Life()
    #expect(await fleet.run(plan, life).isComplete)
    #expect(await life.count("DeleteClientKey") == 1)
    #expect(fleet.time.now >= .seconds(4))
  }

  @Test("A4: a deletion is not believed while the list cannot be read")
  func isNotBelievedUnseen() async {
    let fleet = await retiring()
    let plan = await fleet.plan()
    let life = Life([
      "ListClientKeys": [nil, .refused(.permission), .refused(.permission)]
    ])
    let summary = await fleet.run(plan, life)
    #expect(summary.failed.map(\.failure.kind) == [.stillLive])
    #expect(summary.failed[0].failure.message.contains("may be still live"))
    // It is gone in truth: its record does no harm, and goes with the next issue.
    #expect(await fleet.marker()?.keys.count == 2)
    #expect(await fleet.plan().isEmpty)
  }

  @Test(
    "A4: a compromised key that still lives fails the run, and the next one goes on",
    arguments: [
      KeyOptions(), KeyOptions(isKeyRun: true), KeyOptions(isKeyRun: true, compromised: ["a"]),
    ])
  func compromised(next: KeyOptions) async {
    var fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    await fleet.advance(days: 2)
    let old = await fleet.keys()
    fleet.options = KeyOptions(isKeyRun: true, compromised: ["a"])
    let first = await fleet.night(Life(["DeleteClientKey": [.hollow, .hollow]]))
    #expect(first.failed.map(\.failure.kind) == [.stillLive])
    #expect(
      first.failed.first?.failure.nextStep?.hasPrefix("kmsctl key retire \(old[0].id)") == true)
    #expect(await fleet.keys().contains(old[0]))
    #expect(await fleet.marker()?.keys.contains { $0.shortID == old[0].shortID } == true)
    let successor = await fleet.disks["a"]?.current
    fleet.options = next
    let second = await fleet.night()
    #expect(
      second.isComplete && second.done.count == (next.compromised.isEmpty ? 1 : 3), "\(second)")
    let keys = await fleet.keys()
    #expect(keys.count == 1 && keys[0].id != old[0].id)
    #expect((keys[0].id == successor) == next.compromised.isEmpty)
    #expect(await fleet.marker()?.keys.count == 1)
    #expect(await fleet.disks["a"]?.current == keys[0].id)
  }

  @Test(
    "A4: a key that was to be taken back and still lives is taken back by the next run",
    arguments: ["stage b", "publish a"])
  func takenBack(call: String) async {
    let world = World(destinations: ["a", "b"])
    await world.populate()
    let life = Life([call: [.lostBefore], "DeleteClientKey": [.hollow, .hollow]])
    let failure = await world.run(await world.plan(), life).failed.first?.failure
    #expect(failure?.message.contains("; afterwards: client key KAAP.00000001-") == true)
    let marker = await world.store.state.accessPoints[World.accessPoint]?.reading.marker
    #expect(marker?.intent != nil)
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test("A4: a lost answer's key that still lives is not taken for gone")
  func lostKeys() async {
    let world = World()
    await world.populate(besideAStranger: false)
    let life = Life(["CreateClientKey": [.lostAfter], "DeleteClientKey": [.hollow, .hollow]])
    let summary = await world.run(await world.plan(), life)
    #expect(summary.failed.map(\.failure.kind) == [.stillLive])
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  // MARK: A key in use

  @Test("A6: a key that somebody deletes before it is recorded is never called delivered")
  func deletedBeforeItIsRecorded() async throws {
    for call in 6...22 {
      let world = World(destinations: ["a", "b"])
      await world.populate(besideAStranger: false)
      await world.store.postpone(call) { state in
        state.clientKeys.removeAll { $0.shortID == "00000001" }
      }
      let life = Life()
      let summary = await world.run(await world.plan(), life)
      let calls = await life.log.filter { !$0.hasSuffix(" a") && !$0.hasSuffix(" b") }
      let lastLook = try #require(calls.lastIndex(of: "ListClientKeys")) + 1
      let live = await world.store.state.keys(of: World.accessPoint).map(\.id)
      if summary.isComplete, call <= lastLook {
        for disk in world.disks.values {
          let current = try #require(await disk.current)
          #expect(live.contains(current), "call \(call)")
        }
      }
      // What was deleted later still, the next run finds missing.
      await world.run(await world.plan())
      let state = await world.store.state
      #expect(state.accessPoints[World.accessPoint]?.reading.marker?.intent == nil)
      let newest = state.keys(of: World.accessPoint).last?.id
      for disk in world.disks.values { #expect(await disk.current == newest, "call \(call)") }
    }
  }

  @Test("A6: a delivered key that vanished has a successor in the same run")
  func aSuccessorAtOnce() async {
    let world = World()
    await world.populate(besideAStranger: false)
    let life = Life()
    let recorder = Recorder()
    await world.run(
      await world.plan(), Life(["UpdateApplicationAccessPoint": [nil, .end(.afterWork)]]))
    // Delivered by an interrupted run, and deleted by somebody right before it is recorded.
    await world.disks["a"]?.publish("KAAP.00000001-0000-4000-8000-000000000001")
    await world.store.postpone(3) { state in
      state.clientKeys.removeAll { $0.shortID == "00000001" }
    }
    let summary = await world.run(await world.plan(), life, recording: recorder)
    #expect(summary.isComplete, "\(summary)")
    #expect(await world.disks["a"]?.current?.contains("00000002") == true)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }
}
