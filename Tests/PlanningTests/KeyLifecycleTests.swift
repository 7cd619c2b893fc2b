import KMSModel
import Planning
import Testing

@Suite struct KeyLifecycleTests {
  /// Days from now, as tests write them.
  static func day(_ count: Int64) -> Timestamp { Fixture.now.adding(seconds: count * 86_400) }

  /// A key of 365 days that ends this many days from now.
  static func key(_ hex: String, ends: Int64) -> LiveClientKey {
    LiveClientKey(
      id: "KAAP.\(hex)-0000-4000-8000-000000000000", accessPoint: "a",
      notBefore: day(ends - 365), notAfter: day(ends), createTime: nil, certificatePEM: "")
  }

  static func record(_ hex: String, _ days: Int64?) -> RecordedKey {
    RecordedKey(shortID: hex, origin: days.map { .delivered(at: day($0)) } ?? .elsewhere)
  }

  static func facts(
    _ records: [RecordedKey], _ keys: [LiveClientKey], intent: KeyIntent? = nil,
    name: String = "a", change: (inout RotationSpec) -> Void = { _ in }
  ) -> KeyFacts {
    var spec = Fixture.clientKey
    change(&spec.rotation)
    return KeyFacts(
      place: .init(account: "1192000000000000", region: "cn-hangzhou", accessPoint: name),
      keys: keys,
      marker: Fixture.marker(
        name, applied: Fixture.accessPoint(["p"]), keys: records, intent: intent),
      spec: spec, now: Fixture.now, digest: Fixture.digest)
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var records: [RecordedKey]
    var keys: [LiveClientKey]
    var states: [KeyLifecycle.State]
    var issue: KeyLifecycle.Issue

    init(
      _ name: String, _ records: [RecordedKey], _ keys: [LiveClientKey],
      _ states: [KeyLifecycle.State], _ issue: KeyLifecycle.Issue
    ) {
      (testDescription, self.records, self.keys) = (name, records, keys)
      (self.states, self.issue) = (states, issue)
    }
  }

  static let one = "11111111"
  static let two = "22222222"
  static let three = "33333333"
  /// `a`'s share of at most 7 days: the same in every run.
  static let jitter = -facts([record(one, -10)], [key(one, ends: 355)]).dueShift

  static let cases: [Case] = [
    Case("nothing is recorded", [], [], [], .missing(.noneYet)),
    Case(
      "a fresh key", [record(one, -10)], [key(one, ends: 355)], [.current],
      .fresh(dueAt: day(295).adding(seconds: -jitter))),
    Case(
      "a key that is due", [record(one, -310)], [key(one, ends: 55)], [.current],
      .due(since: day(-5).adding(seconds: -jitter), .scheduled)),
    Case(
      "a predecessor in overlap", [record(one, -310), record(two, -4)],
      [key(one, ends: 55), key(two, ends: 361)],
      [.overlapping(until: day(26)), .current],
      .fresh(dueAt: day(301).adding(seconds: -jitter))),
    Case(
      "a predecessor that ends before the overlap does", [record(one, -360), record(two, -4)],
      [key(one, ends: 5), key(two, ends: 361)],
      [.overlapping(until: day(5)), .current],
      .fresh(dueAt: day(301).adding(seconds: -jitter))),
    Case(
      "a predecessor whose overlap is over", [record(one, -340), record(two, -31)],
      [key(one, ends: 25), key(two, ends: 334)],
      [.retirable(since: day(-1)), .current],
      .fresh(dueAt: day(274).adding(seconds: -jitter))),
    Case(
      "an expired predecessor", [record(one, -400), record(two, -61)],
      [key(one, ends: -30), key(two, ends: 304)], [.expired, .current],
      .fresh(dueAt: day(244).adding(seconds: -jitter))),
    Case(
      "the only key has expired", [record(one, -370)], [key(one, ends: -5)], [.expired],
      .missing(.expired(id: key(one, ends: -5).id, at: day(-5)))),
    Case(
      "the newest key was deleted by hand, its predecessor is kept",
      [record(one, -310), record(two, -100)], [key(one, ends: 55)],
      [.overlapping(until: nil)], .missing(.gone(shortID: two))),
    Case(
      "the newest commit counts, not the newest record", [record(two, -4), record(one, -310)],
      [key(one, ends: 55), key(two, ends: 361)],
      [.overlapping(until: day(26)), .current],
      .fresh(dueAt: day(301).adding(seconds: -jitter))),
    Case(
      "keys of others count until they are due", [record(one, nil), record(two, nil)],
      [key(one, ends: 20), key(two, ends: 200)],
      [.elsewhere(until: nil), .elsewhere(until: nil)],
      .fresh(dueAt: day(140).adding(seconds: -jitter))),
    Case(
      "keys of others do not keep ours waiting", [record(one, nil), record(two, nil)],
      [key(one, ends: 20), key(two, ends: 40)],
      [.elsewhere(until: nil), .elsewhere(until: nil)],
      .due(since: day(-20).adding(seconds: -jitter), .scheduled)),
    Case(
      "keys of others go like predecessors", [record(one, nil), record(two, -40)],
      [key(one, ends: 20), key(two, ends: 320)], [.retirable(since: day(-10)), .current],
      .fresh(dueAt: day(260).adding(seconds: -jitter))),
    Case(
      "a key made by hand", [record(one, -10)], [key(one, ends: 355), key(two, ends: 400)],
      [.current, .unrecorded], .fresh(dueAt: day(295).adding(seconds: -jitter))),
    Case(
      "a twin of ours", [record(one, -10)], [key(one, ends: 355), key(two, ends: 355)],
      [.current, .orphan], .fresh(dueAt: day(295).adding(seconds: -jitter))),
    Case(
      "no second issue within a day", [record(one, -310), record(two, 0)],
      [key(two, ends: 50)], [.current],
      .heldBack(
        dueSince: day(-10).adding(seconds: -jitter), .loopGuard, until: day(1))),
    Case(
      "a third key waits for the first to go", [record(one, -340), record(two, -10)],
      [key(one, ends: 25), key(two, ends: 50)],
      [.overlapping(until: day(20)), .current],
      .heldBack(
        dueSince: day(-10).adding(seconds: -jitter), .predecessor(key(one, ends: 0).id),
        until: day(20))),
    Case(
      "but not for too long", [record(one, -340), record(two, -10)],
      [key(one, ends: 25), key(two, ends: 21)],
      [.current, .overlapping(until: day(20))],
      .due(since: day(-39).adding(seconds: -jitter), .scheduled)),
  ]

  @Test(arguments: cases)
  func aLifecycle(_ one: Case) {
    let lifecycle = KeyLifecycle(Self.facts(one.records, one.keys))
    #expect(lifecycle.keys.map(\.state) == one.states)
    #expect(lifecycle.issue == one.issue)
  }

  @Test func anOpenIntentIsFinishedFirst() {
    let pending = Self.key(Self.two, ends: 364)
    let intent = KeyIntent(
      notBefore: pending.notBefore, notAfter: pending.notAfter, shortID: Self.two)
    let lifecycle = KeyLifecycle(
      Self.facts(
        [Self.record(Self.one, -310)], [Self.key(Self.one, ends: 55), pending], intent: intent))
    #expect(lifecycle.issue == .recovering)
    #expect(lifecycle.keys.map(\.state) == [.current, .pending])
    #expect(lifecycle.keys.map(\.nextAction) == [.rotate(at: Fixture.now), .finish])
  }

  @Test func theJitterKeepsTheGuaranteeAndSpreadsAFleet() {
    let shifts = (0..<200).map { number in
      Self.facts(
        [Self.record(Self.one, -10)], [Self.key(Self.one, ends: 355)], name: "app-\(number)"
      ).dueShift
    }
    #expect(shifts.allSatisfy { (-7 * 86_400...0).contains($0) })
    #expect(Set(shifts.map { $0 / 86_400 }).count == 7)
  }

  @Test func nextActionsAndDaysLeft() {
    let lifecycle = KeyLifecycle(
      Self.facts(
        [Self.record(Self.three, -400), Self.record(Self.one, -310), Self.record(Self.two, -4)],
        [
          Self.key(Self.three, ends: -1), Self.key(Self.one, ends: 55),
          Self.key(Self.two, ends: 361), Self.key("44444444", ends: 3),
        ]))
    #expect(
      lifecycle.keys.map(\.nextAction) == [
        .remove, .report, .retire(at: Self.day(26)),
        .rotate(at: Self.day(301).adding(seconds: -Self.jitter)),
      ])
    #expect(lifecycle.keys.map(\.daysLeft) == [-1, 3, 55, 361])
    #expect(lifecycle.keys.map(\.isRecorded) == [true, false, true, true])
  }

  @Test func withoutAManifestNothingIsDecided() {
    var facts = Self.facts([Self.record(Self.one, -310)], [Self.key(Self.one, ends: 55)])
    facts.spec = nil
    let lifecycle = KeyLifecycle(facts)
    #expect(lifecycle.issue == .notManaged)
    #expect(lifecycle.keys.map(\.nextAction) == [.none])
    facts.marker = nil
    #expect(KeyLifecycle(facts).keys.map(\.state) == [.unrecorded])
  }

  @Test func whatWasAskedForGoesAheadButNotBesideTwoLivingKeys() {
    let now = KeyOptions(isKeyRun: true, rotateNow: ["a"])
    let records = [Self.record(Self.one, -310), Self.record(Self.two, 0)]
    let alone = KeyLifecycle(Self.facts(records, [Self.key(Self.two, ends: 365)]), options: now)
    #expect(alone.issue == .due(since: Fixture.now, .requested))
    let keys = [Self.key(Self.one, ends: 55), Self.key(Self.two, ends: 365)]
    #expect(
      KeyLifecycle(Self.facts(records, keys), options: now).issue
        == .heldBack(
          dueSince: Fixture.now, .predecessor(keys[0].id), until: Self.day(30)))
    let compromised = KeyOptions(isKeyRun: true, compromised: ["a"])
    #expect(
      KeyLifecycle(Self.facts(records, keys), options: compromised).issue
        == .due(since: Fixture.now, .compromised))
  }

  // MARK: Window and freeze

  /// Fixture.now is a Monday, 14:13:20.
  @Test func aWindowHoldsRotationAndRetirementBack() {
    let records = [Self.record(Self.one, -340), Self.record(Self.two, -31)]
    let keys = [Self.key(Self.one, ends: 25), Self.key(Self.two, ends: 40)]
    let facts = Self.facts(records, keys) {
      $0.window = RotationWindow(days: [.tuesday], opens: 120, closes: 300)
    }
    let opening = Timestamp(iso8601: "2026-09-22T02:00:00Z")
    let lifecycle = KeyLifecycle(facts)
    #expect(lifecycle.retirementHold?.reason == .window)
    #expect(lifecycle.retirementHold?.until == opening)
    #expect(lifecycle.retiring == [])
    #expect(lifecycle.keys.first?.nextAction == opening.map { .retire(at: $0) })
    guard case .heldBack(_, let hold) = lifecycle.issue else {
      Issue.record("not held back")
      return
    }
    #expect(hold.until == opening)
  }

  struct Moment: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var window: RotationWindow?
    var freezes: [RotationFreeze] = []
    var until: String?
    var ends: Int64 = 50
  }

  static func freeze(_ from: String, _ until: String) -> RotationFreeze {
    RotationFreeze(
      from: Timestamp(iso8601: "\(from)T00:00:00Z") ?? Fixture.now,
      until: Timestamp(iso8601: "\(until)T00:00:00Z") ?? Fixture.now)
  }

  static let moments: [Moment] = [
    Moment(testDescription: "no window"),
    Moment(
      testDescription: "inside today's window",
      window: RotationWindow(days: [.monday], opens: 14 * 60, closes: 15 * 60)),
    Moment(
      testDescription: "inside a window over midnight",
      window: RotationWindow(days: [.sunday], opens: 22 * 60, closes: 15 * 60)),
    Moment(
      testDescription: "a window later today",
      window: RotationWindow(opens: 23 * 60, closes: 60), until: "2026-09-21T23:00:00Z"),
    Moment(
      testDescription: "a window that has closed waits a week",
      window: RotationWindow(days: [.monday], opens: 60, closes: 120),
      until: "2026-09-28T01:00:00Z"),
    Moment(
      testDescription: "a freeze", freezes: [freeze("2026-09-20", "2026-09-25")],
      until: "2026-09-25T00:00:00Z"),
    Moment(
      testDescription: "two freezes, one after the other",
      freezes: [freeze("2026-09-24", "2026-10-02"), freeze("2026-09-20", "2026-09-25")],
      until: "2026-10-02T00:00:00Z"),
    Moment(
      testDescription: "a freeze, then a window",
      window: RotationWindow(days: [.wednesday], opens: 60, closes: 120),
      freezes: [freeze("2026-09-20", "2026-09-24")], until: "2026-09-30T01:00:00Z"),
    Moment(
      testDescription: "a freeze that would cut somebody off yields",
      freezes: [freeze("2026-09-20", "2026-10-02")], ends: 10),
    Moment(
      testDescription: "a freeze yields with days to spare",
      freezes: [freeze("2026-09-20", "2026-10-02")], ends: 13),
    Moment(
      testDescription: "a freeze that ends early enough holds",
      freezes: [freeze("2026-09-20", "2026-10-02")], until: "2026-10-02T00:00:00Z", ends: 14),
  ]

  @Test(arguments: moments)
  func whenARotationMayBegin(_ moment: Moment) {
    let facts = Self.facts([Self.record(Self.one, -300)], [Self.key(Self.one, ends: moment.ends)]) {
      $0.window = moment.window
      $0.freezes = moment.freezes
    }
    let lifecycle = KeyLifecycle(facts)
    guard let until = moment.until else {
      #expect(lifecycle.issues)
      return
    }
    guard case .heldBack(_, let hold) = lifecycle.issue else {
      Issue.record("not held back")
      return
    }
    #expect(hold.until?.iso8601 == until)
  }

  @Test func nothingHoldsBackWhatIsMissing() {
    let facts = Self.facts([Self.record(Self.one, 0)], []) {
      $0.freezes = [Self.freeze("2026-09-20", "2027-09-20")]
      $0.window = RotationWindow(days: [.sunday], opens: 0, closes: 1)
    }
    #expect(KeyLifecycle(facts).issue == .missing(.gone(shortID: Self.one)))
  }
}

extension KeyLifecycle.Issue {
  static func heldBack(
    dueSince: Timestamp, _ reason: KeyLifecycle.Hold.Reason, until: Timestamp?
  ) -> Self {
    .heldBack(dueSince: dueSince, .init(reason, until: until))
  }
}

extension KeyFacts {
  /// By how much the due date differs from `renewBefore` before the end.
  fileprivate var dueShift: Int64 {
    guard case .fresh(let due) = KeyLifecycle(self).issue, let end = keys.first?.notAfter else {
      return .min
    }
    return due.seconds(since: end.adding(seconds: -60 * 86_400))
  }
}
