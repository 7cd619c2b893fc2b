internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// A rotation and a retirement, killed or broken at every call they make.
@Suite struct RotationCrashTests {
  /// Day 0 issues, day 75 rotates, day 86 retires: the day whose run is disturbed.
  enum Moment: String, CaseIterable, Sendable { case rotation, retirement, both }

  /// `both`: the predecessor of one access point is retired while another one rotates.
  private func fleet(at moment: Moment) async -> Fleet {
    var keys = ["a": Fleet.spec()]
    if moment == .both {
      var spec = Fleet.spec(validity: 117)
      spec.destinations = [.directory(path: "b")]
      keys["b"] = spec
    }
    let fleet = Fleet(keys)
    await fleet.night()
    await fleet.advance(days: 75)
    guard moment != .rotation else { return fleet }
    await fleet.night()
    await fleet.advance(days: 11)
    return fleet
  }

  private func problems(_ fleet: Fleet) async -> [String] {
    var problems: [String] = []
    for (name, disk) in fleet.disks {
      let keys = await fleet.keys(name)
      let marker = await fleet.marker(name)
      let current = await disk.current
      if marker?.intent != nil { problems.append("\(name): an intent is left") }
      if current == nil || !keys.contains(where: { $0.id == current }) {
        problems.append("\(name): the delivered key is gone")
      }
      if marker?.newestDelivered?.shortID != current.map(LiveClientKey.shortID) {
        problems.append("\(name): the delivered key is not the newest record")
      }
      // The record of a retired key may stay behind it until the next issue drops it.
      if !Set(keys.map(\.shortID)).isSubset(of: marker?.keys.map(\.shortID) ?? []) {
        problems.append("\(name): one of \(keys.map(\.shortID)) is not recorded")
      }
      if keys.count > 2 { problems.append("\(name): \(keys.count) keys") }
    }
    return problems
  }

  @Test(arguments: Moment.allCases)
  func aRunKilledAnywhereIsFinishedByTheNext(_ moment: Moment) async {
    var points = 0
    for call in 1... {
      var reachedTheEnd = false
      for end in Life.Moment.allCases {
        let fleet = await fleet(at: moment)
        let life = Life(faultAt: (call, .end(end)))
        await fleet.night(life)
        reachedTheEnd = await !life.isOver
        if reachedTheEnd { break }
        points += 1
        #expect(await fleet.night().isComplete, "killed \(end) call \(call)")
        #expect(await fleet.plan().isEmpty, "killed \(end) call \(call)")
        #expect(await problems(fleet) == [], "killed \(end) call \(call)")
      }
      if reachedTheEnd { break }
    }
    #expect(points >= (moment == .retirement ? 10 : 20))
    print("\(moment.rawValue): killed at \(points) points")
  }

  @Test(arguments: [
    Life.Fault.refused(.throttled), .refused(.permission), .lostBefore, .lostAfter, .late(1),
    .late(2), .late(3), .late(5),
  ]) func anyCallThatGoesWrongIsMadeGood(_ fault: Life.Fault) async {
    var points = 0
    for moment in Moment.allCases {
      for call in 1... {
        let fleet = await fleet(at: moment)
        let life = Life(faultAt: (call, fault))
        await fleet.night(life)
        guard await life.log.count >= call else { break }
        points += 1
        for _ in 0..<3 where await !fleet.plan().isEmpty { await fleet.night() }
        #expect(await problems(fleet) == [], "\(moment): \(fault) at call \(call)")
      }
    }
    #expect(points > 30)
    print("\(fault) at \(points) calls of rotations and retirements")
  }

  @Test(arguments: [true, false])
  func aServiceThatRoundsDatesAndAHandInTheConsole(roundsDates: Bool) async {
    for end in Life.Moment.allCases {
      let fleet = await fleet(at: .rotation)
      await fleet.store.edit { state in
        state.roundsDates = roundsDates
        state.strangersNextKey = LiveClientKey(
          id: World.strangerID, accessPoint: "a", notBefore: state.now,
          notAfter: state.now.adding(seconds: 40 * Fleet.day), createTime: state.now,
          certificatePEM: "a stranger's")
      }
      await fleet.night(Life(["CreateClientKey": [.end(end)]]))
      #expect(await fleet.night().isComplete)
      #expect(await fleet.plan().isEmpty)
      let keys = await fleet.keys()
      #expect(keys.contains { $0.id == World.strangerID })
      #expect(keys.count == 3)
      let current = await fleet.disks["a"]?.current
      #expect(await fleet.marker()?.keys.last?.shortID == current.map(LiveClientKey.shortID))
    }
  }

  /// A Create whose answer is lost and whose work lands when everything is over.
  @Test(arguments: [3, 6, 9, 12, 40]) func aLateKeyOfARotationGoes(_ calls: Int) async {
    let fleet = await fleet(at: .rotation)
    await fleet.night(Life(["CreateClientKey": [.late(calls)]]))
    for _ in 0..<60 { await fleet.store.tick() }
    for _ in 0..<2 where await !fleet.plan().isEmpty { await fleet.night() }
    #expect(await fleet.plan().isEmpty)
    #expect(await problems(fleet) == [])
  }

  /// A run that died, and a second one with the same old plan, at every place.
  @Test func anOldPlanAfterADeadRunDoesNoHarm() async {
    var points = 0
    for call in 1...30 {
      let fleet = await fleet(at: .rotation)
      let plan = await fleet.plan()
      let first = Life(faultAt: (call, .end(.afterWork)))
      await fleet.run(plan, first)
      guard await first.isOver else { break }
      points += 1
      await fleet.run(plan)
      for _ in 0..<3 where await !fleet.plan().isEmpty { await fleet.night() }
      #expect(await fleet.plan().isEmpty, "stopped after call \(call)")
      #expect(await problems(fleet) == [], "stopped after call \(call)")
    }
    #expect(points > 8)
  }

  /// Two runs without a lock at the same moment. The service has no conditional write, so one run's
  /// marker may overwrite the other's record: then that key is reported, and like every key that is
  /// not recorded never deleted. However the two mix, what was delivered works and goes on working.
  @Test(arguments: 0..<12) func twoRunsAtOnceLeaveAKeyThatWorks(_ number: Int) async {
    let fleet = await fleet(at: .rotation)
    let plan = await fleet.plan()
    async let first = fleet.run(plan)
    async let second = fleet.run(plan)
    _ = await (first, second)
    for days: Int64 in [0, 0, 0, 11, 1] {
      await fleet.advance(days: days)
      await fleet.night()
      let current = await fleet.disks["a"]?.current
      #expect(await fleet.keys().contains { $0.id == current }, "the delivered key is gone")
    }
    let last = await fleet.plan()
    #expect(last.isEmpty)
    let records = await fleet.marker()?.keys.map(\.shortID) ?? []
    let reported = last.unknownKeys.map(\.keyID)
    for key in await fleet.keys() {
      #expect(records.contains(key.shortID) || reported.contains(key.id))
    }
  }
}
