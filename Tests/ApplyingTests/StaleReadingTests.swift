internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// One stale answer in the reading that a run was planned from: no key that somebody called compromised
/// lives on behind an exit status of 0.
struct StaleReadingTests {
  /// A key in use, and perhaps its predecessor; then somebody says that they are compromised.
  private func compromised(nights: Int) async -> Fleet {
    var fleet = Fleet(["a": Fleet.spec()])
    await fleet.night()
    if nights > 1 {
      await fleet.advance(days: 75)
      await fleet.night()
    }
    await fleet.advance(days: 2)
    fleet.options = KeyOptions(isKeyRun: true, compromised: ["a"])
    return fleet
  }

  @Test(
    "a list without a live key leaves it revoked, and the next run deletes it", arguments: 0..<3)
  func staleLists(missing: Int) async {
    var fleet = await compromised(nights: missing == 0 ? 1 : 2)
    let old = await fleet.keys()
    var live = await fleet.live()
    live.clientKeys["a"]?.remove(at: max(0, missing - 1))
    let applied = fleet.plan(live)
    let summary = await fleet.run(applied)
    // The look at the end sees it.
    let left = await fleet.plan().left(after: summary, of: applied)
    let isLeft = await !Set(fleet.keys().map(\.id)).isDisjoint(with: old.map(\.id))
    #expect(!summary.isComplete || !isLeft || !left.isEmpty, "\(summary)")
    guard summary.isComplete else { return }
    fleet.options = KeyOptions()
    #expect(await fleet.night().isComplete)
    let keys = await fleet.keys().map(\.id)
    #expect(keys.count == 1 && !old.map(\.id).contains(keys[0]))
    #expect(await fleet.disks["a"]?.current == keys[0])
  }

  @Test("another run's key is no successor of keys that somebody called compromised")
  func anotherRunsSuccessor() async {
    var fleet = await compromised(nights: 1)
    let old = await fleet.keys()
    let plan = await fleet.plan()
    fleet.options = KeyOptions(isKeyRun: true, rotateNow: ["a"])
    #expect(await fleet.night().isComplete)
    let both = await fleet.keys()
    let summary = await fleet.run(plan)
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan], "\(summary)")
    #expect(!summary.hasWritten)
    let kept = await fleet.keys()
    #expect(kept == both && both.count == 2)
    fleet.options = KeyOptions(isKeyRun: true, compromised: ["a"])
    #expect(await fleet.night().isComplete)
    let keys = await fleet.keys()
    #expect(keys.count == 1 && !both.contains(keys[0]) && !old.contains(keys[0]))
  }

  @Test("a published key is not given up because a Date says that it is not valid yet")
  func datesFromBehind() async throws {
    let fleet = Fleet(["a": Fleet.spec()])
    let life = Life(["UpdateApplicationAccessPoint": [nil, nil, .end(.beforeWork)]])
    await fleet.night(life)
    let keys = await fleet.keys()
    let key = try #require(keys.first)
    #expect(keys.count == 1)
    #expect(await fleet.disks["a"]?.current == key.id)
    let now = await fleet.store.state.now
    await fleet.store.edit { $0.now = key.notBefore.adding(seconds: -60) }
    let early = await fleet.night()
    #expect(early.failed.map(\.failure.kind) == [.keyPending], "\(early)")
    #expect(await fleet.keys() == keys)
    await fleet.store.edit { $0.now = now }
    #expect(await fleet.night().isComplete)
    #expect(await fleet.keys() == keys)
  }

  @Test("a stale marker does not make the compromised key its own successor")
  func staleMarkers() async throws {
    var fleet = await compromised(nights: 2)
    let old = await fleet.keys()
    var live = await fleet.live()
    var point = try #require(live.accessPoints["a"])
    guard case .marked(var marker, let description) = point.reading else { return }
    marker.keys.removeLast()
    point.rawDescription = MarkerText.describe(marker, description: description)
    live.accessPoints["a"] = point
    let summary = await fleet.run(fleet.plan(live))
    #expect(summary.failed.map(\.failure.kind) == [.changedSincePlan] && !summary.hasWritten)
    #expect(await fleet.keys() == old)
    let again = await fleet.night()
    #expect(again.isComplete)
    let keys = await fleet.keys().map(\.id)
    #expect(keys.count == 1 && !old.map(\.id).contains(keys[0]))
    #expect(await fleet.disks["a"]?.current == keys[0])
    fleet.options = KeyOptions()
    #expect(await fleet.plan().isEmpty)
  }
}
