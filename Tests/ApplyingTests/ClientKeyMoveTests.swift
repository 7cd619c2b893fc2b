internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// A run ends early, and the next one delivers somewhere else: what it finds there proves nothing
/// about the key that may be in use where the first one was.
struct ClientKeyMoveTests {
  enum Move: CaseIterable, Sendable {
    case otherDestination, otherMachine, unknownMachine, backFromUnknownMachine

    func world(_ destinations: [String]) -> World {
      var world = World(destinations: destinations)
      if self == .backFromUnknownMachine { world.machine = nil }
      return world
    }

    func moved(_ world: World) -> World {
      switch self {
      case .otherDestination: world.moved(to: ["z"])
      case .otherMachine: world.moved(to: Array(world.disks.keys.sorted()), machine: "two")
      case .unknownMachine: world.moved(to: Array(world.disks.keys.sorted()), machine: nil)
      case .backFromUnknownMachine: world.moved(to: Array(world.disks.keys.sorted()))
      }
    }
  }

  @Test(arguments: Move.allCases) func aKeyWhoseCommitFailedIsSuperseded(move: Move) async {
    let world = move.world(["a"])
    await world.populate(besideAStranger: false)
    let life = Life(["UpdateApplicationAccessPoint": [nil, nil, .refused(.throttled)]])
    await world.run(await world.plan(), life)
    let recorder = Recorder()
    let moved = move.moved(world)

    let summary = await moved.run(await moved.plan(), recording: recorder)

    #expect(summary.isComplete, "\(summary)")
    let state = await world.store.state
    #expect(
      state.keys(of: World.accessPoint).map(\.shortID)
        == ["aaaaaaaa", "00000001", "00000002"])
    let marker = state.accessPoints[World.accessPoint]?.reading.marker
    #expect(marker?.keys.map(\.shortID) == ["aaaaaaaa", "00000001", "00000002"])
    #expect(marker?.intent == nil)
    #expect(
      await recorder.notes.first
        == "client key KAAP.00000001-0000-4000-8000-000000000001 of an interrupted run may be in "
        + "use; issuing its successor")
  }

  @Test(arguments: Move.allCases, [["a"], ["a", "b"]])
  func noKillLeavesADeadKeyInUse(move: Move, destinations: [String]) async {
    var points = 0
    for call in 1... {
      var reachedTheEnd = false
      for moment in Life.Moment.allCases where !reachedTheEnd {
        let world = move.world(destinations)
        await world.populate(besideAStranger: false)
        let life = Life(faultAt: (call, .end(moment)))
        await world.run(await world.plan(), life)
        reachedTheEnd = await !life.isOver
        points += reachedTheEnd ? 0 : 1
        let moved = move.moved(world)
        // Nobody on another machine knows that the run is over: it is respected for its term.
        await world.pass(.init(16, .minutes))
        let plan = await moved.plan()
        let summary = await moved.run(plan)
        #expect(summary.isComplete, "killed \(moment) call \(call): \(summary)")
        let alive = await Set(world.store.state.keys(of: World.accessPoint).map(\.id))
        for disk in Array(world.disks.values) + Array(moved.disks.values) {
          guard let current = await disk.current else { continue }
          #expect(alive.contains(current), "killed \(moment) call \(call)")
        }
        let marker = await world.store.state.accessPoints[World.accessPoint]?.reading.marker
        #expect(marker?.intent == nil, "killed \(moment) call \(call)")
        let unrecorded = alive.map(LiveClientKey.shortID).filter { id in
          id != "bbbbbbbb" && marker?.keys.contains { $0.shortID == id } != true
        }
        #expect(unrecorded == [], "killed \(moment) call \(call)")
      }
      if reachedTheEnd { break }
    }
    #expect(points > 20)
  }
}
