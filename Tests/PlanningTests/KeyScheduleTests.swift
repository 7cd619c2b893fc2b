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
