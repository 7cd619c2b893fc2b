internal import Applying
internal import KMSModel
internal import Planning
internal import Testing

/// Every run is killed at every call it makes, before and after the call's work; the next run must
/// finish the job.
struct ClientKeyCrashTests {
  enum Start: String, CaseIterable, Sendable { case nothing, populated }

  struct Case: Sendable, CustomTestStringConvertible {
    var start: Start
    var destinations: [String]
    var testDescription: String { "\(start.rawValue), \(destinations.count) destination(s)" }

    func world() async -> World {
      let world = World(destinations: destinations)
      if start == .populated {
        await world.populate(besideAStranger: destinations.count == 1)
      }
      return world
    }
  }

  static let cases = Start.allCases.flatMap { start in
    [["a"], ["a", "b"]].map { Case(start: start, destinations: $0) }
  }

  @Test(arguments: cases) func aRunKilledAnywhereIsFinishedByTheNext(_ one: Case) async {
    var points = 0
    var superseded = 0
    for call in 1... {
      var reachedTheEnd = false
      for moment in Life.Moment.allCases {
        let world = await one.world()
        let life = Life(faultAt: (call, .end(moment)))
        await world.run(await world.plan(), life)
        reachedTheEnd = await !life.isOver
        if reachedTheEnd { break }
        points += 1
        let summary = await world.run(await world.plan())
        #expect(summary.isComplete, "killed \(moment) call \(call): \(summary)")
        let problems = await world.problems(mayHavePredecessors: one.destinations.count > 1)
        #expect(problems == [], "killed \(moment) call \(call)")
        superseded += await world.extraKeys
      }
      if reachedTheEnd { break }
    }
    #expect(points > 20)
    print("killed at \(points) points (\(one.testDescription)); \(superseded) keys superseded")
  }

  @Test("A6: a run of another host is respected for its time, then finished", arguments: cases)
  func aRunOfAnotherHostIsRespected(_ one: Case) async {
    var points = 0
    var respected = 0
    for call in 1... {
      var reachedTheEnd = false
      for moment in Life.Moment.allCases {
        let world = await one.world()
        let life = Life(faultAt: (call, .end(moment)))
        await world.run(await world.plan(), life)
        reachedTheEnd = await !life.isOver
        if reachedTheEnd { break }
        points += 1
        let place = "killed \(moment) call \(call)"
        if await world.hasOpenIntent {
          let before = await world.store.state
          let summary = await world.run(await world.plan(), host: "another")
          #expect(summary.held.count == 1, "\(place): \(summary)")
          let after = await world.store.state
          #expect(after.accessPoints == before.accessPoints, "\(place)")
          #expect(after.clientKeys == before.clientKeys, "\(place)")
          respected += 1
          await world.pass(RunClaim.term)
        }
        let summary = await world.run(await world.plan(), host: "another")
        #expect(summary.isComplete && summary.held == [], "\(place): \(summary)")
        let problems = await world.problems(mayHavePredecessors: one.destinations.count > 1)
        #expect(problems == [], "\(place)")
      }
      if reachedTheEnd { break }
    }
    #expect(points > 20 && respected > 5)
    print("\(one.testDescription): of \(points) killed runs \(respected) were respected first")
  }

  @Test(arguments: cases) func twoRunsKilledAnywhereAreFinishedByTheThird(_ one: Case) async {
    var points = 0
    for first in 1... {
      let probe = await one.world()
      let life = Life(faultAt: (first, .end(.afterWork)))
      await probe.run(await probe.plan(), life)
      guard await life.isOver else { break }
      for second in 1... {
        let world = await one.world()
        await world.run(await world.plan(), Life(faultAt: (first, .end(.afterWork))))
        let life = Life(faultAt: (second, .end(.afterWork)))
        await world.run(await world.plan(), life)
        guard await life.isOver else { break }
        points += 1
        // Two half published keys beside the old one leave no place for a third.
        let summary = await world.settle()
        #expect(
          summary.isComplete && summary.stuck == [],
          "killed at \(first), then at \(second): \(summary)")
        let problems = await world.problems(mayHavePredecessors: one.destinations.count > 1)
        #expect(problems == [], "killed at \(first), then at \(second)")
      }
    }
    #expect(points > 100)
    print("killed twice at \(points) pairs of points (\(one.testDescription))")
  }

  @Test func afterAKillAnyCallOfTheRecoveryMayGoWrong() async {
    var points = 0
    let one = Case(start: .populated, destinations: ["a", "b"])
    for first in 1... {
      let probe = await one.world()
      let life = Life(faultAt: (first, .end(.afterWork)))
      await probe.run(await probe.plan(), life)
      guard await life.isOver else { break }
      for fault in [Life.Fault.refused(.quota), .lostBefore, .lostAfter, .late(2)] {
        for second in 1... {
          let world = await one.world()
          await world.run(await world.plan(), Life(faultAt: (first, .end(.afterWork))))
          let life = Life(faultAt: (second, fault))
          await world.run(await world.plan(), life)
          guard await life.log.count >= second else { break }
          points += 1
          for _ in 0..<2 where await !world.plan().steps.isEmpty { _ = await world.settle() }
          let problems = await world.problems(mayHavePredecessors: true)
          #expect(problems == [], "killed at \(first), then \(fault) at \(second)")
        }
      }
    }
    #expect(points > 500)
    print("killed, then something went wrong: \(points) combinations")
  }

  @Test(arguments: [
    Life.Fault.refused(.unavailable), .lostBefore, .lostAfter, .late(1), .late(2), .late(3),
    .late(4),
  ]) func anyCallThatGoesWrongIsMadeGoodByThisRunOrTheNext(_ fault: Life.Fault) async {
    var points = 0
    var failedRuns = 0
    for one in Self.cases {
      for call in 1... {
        let world = await one.world()
        let life = Life(faultAt: (call, fault))
        var summary = await world.run(await world.plan(), life)
        guard await life.log.count >= call else { break }
        points += 1
        if !summary.isComplete {
          failedRuns += 1
          summary = await world.run(await world.plan())
        }
        // A write that lands after its run is over shows in the next plan.
        if await !world.plan().steps.isEmpty { summary = await world.run(await world.plan()) }
        #expect(
          summary.isComplete, "\(fault) at call \(call) of \(one.testDescription): \(summary)")
        let problems = await world.problems(mayHavePredecessors: one.destinations.count > 1)
        #expect(problems == [], "\(fault) at call \(call) of \(one.testDescription)")
      }
    }
    #expect(points > 60)
    print("\(fault) at \(points) calls; \(failedRuns) runs had to be repeated")
  }
}

extension World {
  var hasOpenIntent: Bool {
    get async {
      await store.state.accessPoints[Self.accessPoint]?.reading.marker?.intent != nil
    }
  }

  /// How many of the stack's keys are alive beside the newest.
  var extraKeys: Int {
    get async {
      let own = await store.state.keys(of: Self.accessPoint).map(\.shortID)
        .filter { !["aaaaaaaa", "bbbbbbbb"].contains($0) }
      return max(0, own.count - 1)
    }
  }
}
