internal import Applying
internal import Delivery
internal import KMSModel
internal import Planning
internal import Testing

/// What the applier makes of an access point that turns out to be full, and of keys that somebody
/// lets go while an issue is open.
@Suite struct ClientKeyPlaceTests {
  private func addByHand(_ count: Int, to fleet: Fleet) async {
    await fleet.store.edit { state in
      for number in 0..<count {
        state.clientKeys.append(
          LiveClientKey(
            id: "KAAP.f000000\(number)-0000-4000-8000-000000000000", accessPoint: "a",
            notBefore: state.now, notAfter: state.now.adding(seconds: 400 * Fleet.day),
            createTime: state.now, certificatePEM: "by hand"))
      }
    }
  }

  @Test("B7: a list that became full since the plan is found before anything is written")
  func aListThatBecameFullSinceThePlan() async {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    await fleet.advance(days: 75)
    let plan = await fleet.plan()
    await addByHand(2, to: fleet)
    let before = await fleet.keys()
    let life = Life()
    let summary = await fleet.run(plan, life)
    #expect(summary.stuck.map(\.failure.kind) == [.stuck] && summary.isComplete)
    #expect(!summary.hasWritten)
    #expect(await life.count("CreateClientKey") == 0)
    #expect(await fleet.keys() == before)
    #expect(await fleet.marker()?.intent == nil)
    #expect(
      summary.stuck.first?.failure.nextStep?.hasPrefix(
        "aliyun kms DeleteClientKey --ClientKeyId KAAP.f0000000-") == true)
    // The plan made afterwards says the same, and nothing is left to do.
    let left = await fleet.plan()
    #expect(left.isStuck && left.left(after: summary, of: plan) == [])
  }

  @Test("B7: a limit below the documented one withdraws the intent and says the service's words")
  func aSmallerLimitIsSaidInTheServicesWords() async {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.store.edit { $0.maximumKeys = 1 }
    await fleet.night()
    await fleet.advance(days: 75)
    let summary = await fleet.night()
    #expect(
      summary.stuck.first?.failure.message.contains(
        "it has 1 client key, and the service takes no more: CreateClientKey: "
          + "Rejected.LimitExceeded: The quota is used up.") == true)
    #expect(await fleet.marker()?.intent == nil)
    // Once it has ended it makes way.
    await fleet.advance(days: 30)
    let old = await fleet.keys()
    #expect(await fleet.night().stuck == [])
    let keys = await fleet.keys()
    #expect(keys.count == 1 && keys != old)
    #expect(await fleet.disks["a"]?.current == keys[0].id)
  }

  @Test("B7: a key that a mute destination made look half published is recorded once it answers")
  func aDestinationThatAnswersAgain() async {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.store.edit { $0.maximumKeys = 1 }
    // Published, and not recorded.
    await fleet.night(Life(["publish a": [.end(.afterWork)]]))
    #expect(await fleet.night(Life(["holds a": [.refused(.throttled)]])).stuck.count == 1)
    let keys = await fleet.keys()
    let night = await fleet.night()
    #expect(night.isComplete && night.stuck == [], "\(night)")
    #expect(await fleet.keys() == keys)
    #expect(await fleet.marker()?.newestDelivered?.shortID == keys.first?.shortID)
    #expect(await fleet.marker()?.intent == nil)
  }

  @Test("B7: a renewal that is killed after the ended key went is a renewal still")
  func theRecordOutlivesTheEndedKey() async {
    let fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    let old = await fleet.keys()
    await fleet.advance(days: 101)
    // The deletion, and nothing after it.
    await fleet.night(Life(["DeleteClientKey": [.end(.afterWork)]]))
    #expect(await fleet.keys() == [])
    #expect(await fleet.marker()?.newestDelivered?.shortID == old[0].shortID)
    #expect(await fleet.night().isComplete)
    #expect(await fleet.keys().count == 1)
    #expect(await fleet.plan().isEmpty)
  }

  @Test("B7: a no that keeps the needed place is a stuck rotation, not a postponed one")
  func aNoThatKeepsTheNeededPlaceIsStuck() async {
    let spec = Fleet.spec(renewBefore: .span(TimeSpan(60, .days)), check: ["./may-go"])
    var fleet = Fleet(["a": spec])
    fleet.programs = FakePrograms(.exited(3))
    await fleet.night()
    await fleet.advance(days: 45)
    await fleet.night()
    await addByHand(1, to: fleet)
    await fleet.advance(days: 45)
    let old = await fleet.keys()
    let plan = await fleet.plan()
    #expect(plan.stuck == [] && plan.steps.count == 2)
    let summary = await fleet.run(plan)
    #expect(summary.postponed.count == 1)
    #expect(summary.stuck.map(\.failure.nextStep) == ["kmsctl key retire \(old[0].id)"])
    #expect(await fleet.keys() == old)
    // Somebody who names it is asked no more.
    fleet.options = KeyOptions(isKeyRun: true, retire: [old[0].id])
    #expect(await fleet.night().stuck == [])
    let keys = await fleet.keys()
    #expect(keys.count == 3 && !keys.contains(old[0]))
  }

  // MARK: While an issue is open

  private func deletion(_ id: String, _ world: World) -> Plan {
    World.plan([
      .deleteClientKey(
        .init(accessPoint: World.accessPoint, keyID: id, cause: .requested, spec: world.spec))
    ])
  }

  @Test("B7: a pending key that every destination holds is finished, not retired")
  func aPendingKeyThatIsEverywhereStays() async throws {
    let world = World(destinations: ["a", "b"])
    await world.populate(besideAStranger: false)
    await world.run(
      await world.plan(),
      Life(["UpdateApplicationAccessPoint": [nil, nil, .refused(.throttled)]]))
    let pending = try #require(await world.store.state.keys(of: World.accessPoint).last)
    let summary = await world.run(deletion(pending.id, world))
    #expect(
      summary.failed.map(\.failure.message)
        == ["every destination holds client key \(pending.id): it stays"])
    #expect(await world.store.state.clientKeys.contains(pending))
  }

  @Test("B7: a half published key goes, and the open issue is finished after it")
  func aHalfPublishedKeyGoesAndItsSuccessorComes() async throws {
    let world = World(destinations: ["a", "b"])
    await world.populate(besideAStranger: false)
    await world.run(await world.plan(), Life(["publish b": [.lostBefore]]))
    let pending = try #require(await world.store.state.keys(of: World.accessPoint).last)
    #expect(await world.run(deletion(pending.id, world)).isComplete)
    #expect(await !world.store.state.clientKeys.contains(pending))
    #expect(await world.store.state.accessPoints[World.accessPoint]?.reading.marker?.intent != nil)
    #expect(await world.run(await world.plan()).isComplete)
    #expect(await world.problems(mayHavePredecessors: false) == [])
  }

  @Test("B7: a key that a destination still holds stays, whatever the marker says")
  func aKeyThatADestinationHoldsStays() async throws {
    let world = World(destinations: ["a", "b"])
    await world.populate(besideAStranger: false)
    #expect(await world.run(await world.plan()).isComplete)
    let old = try #require(await world.store.state.keys(of: World.accessPoint).first)
    await world.disks["b"]?.publish(old.id)
    await world.store.edit { state in
      let intent = KeyIntent(
        notBefore: state.now.adding(seconds: -999), notAfter: state.now.adding(seconds: 9_999))
      state.mark(World.accessPoint) { $0.intent = intent }
    }
    let summary = await world.run(deletion(old.id, world))
    #expect(
      summary.failed.map(\.failure.message)
        == ["memory b still holds client key \(old.id): it stays"])
    #expect(await world.store.state.clientKeys.contains(old))
  }
}
