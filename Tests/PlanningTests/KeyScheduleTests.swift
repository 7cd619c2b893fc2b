import KMSModel
import Planning
import Testing

@Suite struct KeyScheduleTests {
  private static let one = "11111111"

  private func facts(_ name: String, ends: Int64?) -> KeyFacts {
    KeyLifecycleTests.facts(
      ends == nil ? [] : [KeyLifecycleTests.record(Self.one, -300)],
      ends.map { [KeyLifecycleTests.key(Self.one, ends: $0)] } ?? [], name: name)
  }

  private func issued(_ schedule: KeySchedule) -> [String] {
    schedule.lifecycles.values.filter(\.issues).map(\.accessPoint).sorted()
  }

  @Test func theMostUrgentKeysGoFirst() {
    let fleet = [
      facts("late", ends: 9), facts("later", ends: 30), facts("latest", ends: 40),
      facts("none", ends: nil), facts("fresh", ends: 300),
    ]
    let limited = KeySchedule(fleet, settings: .init(maximumIssuesPerRun: 2))
    #expect(issued(limited) == ["late", "none"])
    #expect(
      limited.lifecycles["later"]?.issue
        == KeySchedule(fleet).lifecycles["later"]?.issue.heldByTheLimit)
    let named = KeySchedule(
      fleet, settings: .init(maximumIssuesPerRun: 1),
      options: KeyOptions(isKeyRun: true, rotateNow: ["fresh", "latest"]))
    #expect(issued(named) == ["fresh", "latest"])
    #expect(issued(KeySchedule(fleet)) == ["late", "later", "latest", "none"])
  }

  /// The access points that are issued keys on so many days in a row.
  private func turns(_ fleet: [KeyFacts], _ limit: Int, days: Int) -> [[String]] {
    (0..<days).map { day in
      let later = fleet.map { facts in
        var facts = facts
        facts.now = facts.now.adding(seconds: Int64(day) * 86_400)
        return facts
      }
      return issued(KeySchedule(later, settings: .init(maximumIssuesPerRun: limit)))
    }
  }

  @Test("one whose issue fails every night does not keep the others from theirs")
  func thoseWithoutAKeyTakeTurns() {
    let missing = ["a", "b", "c"].map { facts($0, ends: nil) }
    let alone = turns(missing, 1, days: 20)
    #expect(Set(alone.joined()) == ["a", "b", "c"] && alone.allSatisfy { $0.count == 1 })
    #expect(alone == turns(missing, 1, days: 20))
    // What is due by the clock has its turn, too, also beside more missing ones than there are places.
    let mixed = turns(missing + [facts("due", ends: 20)], 1, days: 60)
    #expect(Set(mixed.joined()) == ["a", "b", "c", "due"])
    let two = turns(missing + [facts("due", ends: 20), facts("later", ends: 25)], 2, days: 6)
    #expect(two.allSatisfy { $0.count == 2 && $0.contains("due") })
    // Also where a run comes only every second day, or once a week.
    for step in [2, 7] {
      let some = mixed.indices.filter { $0 % step == 0 }.map { mixed[$0] }
      #expect(Set(some.joined()) == ["a", "b", "c", "due"], "\(step)")
    }
    // Where there are places enough, nobody waits for a turn.
    #expect(turns(missing + [facts("due", ends: 20)], 4, days: 2).allSatisfy { $0.count == 4 })
  }

  @Test func aStackCanLeaveKeysToKeyRotate() {
    let settings = StackSpec.KeySettings(issuedBy: .rotate)
    let fleet = [facts("late", ends: 9)]
    let apply = KeySchedule(fleet, settings: settings)
    #expect(issued(apply) == [])
    #expect(apply.lifecycles["late"]?.isDeferred == true)
    // What is left to 'key rotate' uses up nothing here.
    let limited = KeySchedule(
      fleet + [facts("none", ends: nil)], settings: .init(issuedBy: .rotate, maximumIssuesPerRun: 0)
    )
    #expect(limited.lifecycles["none"]?.issue == .missing(.noneYet))
    let keyRun = KeySchedule(fleet, settings: settings, options: KeyOptions(isKeyRun: true))
    #expect(issued(keyRun) == ["late"])
  }

  @Test func reportsReadTheMarkersOfTheStackOnly() {
    let point = Fixture.accessPoint(["p"])
    let record = [KeyLifecycleTests.record(Self.one, -10)]
    let live = Fixture.live(
      [], [],
      [
        Fixture.owned("a", point, keys: record),
        Fixture.owned("b", point, owner: Fixture.other, keys: record), Fixture.raw("c", "", point),
      ],
      keys: ["a", "b", "c"].map { Fixture.key(Self.one, on: $0) })
    let desired = Fixture.desired([], [], [], keys: [Fixture.declared("a", Fixture.clientKey)])
    let schedule = KeySchedule(desired: desired, live: live, digest: Fixture.digest)
    #expect(schedule.lifecycles["a"]?.keys.map(\.state) == [.current])
    #expect(schedule.lifecycles["b"]?.keys.map(\.state) == [.unrecorded])
    #expect(schedule.lifecycles["c"]?.keys.map(\.state) == [.unrecorded])
  }
}

extension KeyLifecycle.Issue {
  fileprivate var heldByTheLimit: Self? {
    guard case .due(let since, _) = self else { return nil }
    return .heldBack(dueSince: since, .runLimit, until: nil)
  }
}
