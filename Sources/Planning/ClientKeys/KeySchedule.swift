public import KMSModel

/// The life of all client keys of a stack in one run: each key by itself, and then those that
/// compete for the run's issues.
public struct KeySchedule: Sendable {
  /// Every access point's keys, by its name.
  public private(set) var lifecycles: [String: KeyLifecycle]

  /// Judges access points by their facts.
  ///
  /// With `keys.maxIssuesPerRun` the keys that somebody named go first, then access points without
  /// a key to use, then what ends first. Finishing an interrupted issue does not count.
  public init(
    _ facts: [KeyFacts], settings: StackSpec.KeySettings = .init(), options: KeyOptions = .init()
  ) {
    var found: [String: KeyLifecycle] = [:]
    for one in facts {
      var lifecycle = KeyLifecycle(one, options: options)
      lifecycle.isDeferred = settings.issuedBy == .rotate && !options.isKeyRun
      found[one.place.accessPoint] = lifecycle
    }
    lifecycles = found
    if let limit = settings.maximumIssuesPerRun {
      hold(beyond: max(0, limit - options.usedIssues), options, facts.first?.digest)
    }
  }

  /// Judges every access point that lives, or for which a key is declared, from what was read.
  ///
  /// This is what reports use. An access point that is not this stack's has no marker here, so its
  /// keys are unrecorded; with `ownership: none` that is every one.
  public init(
    desired: DesiredState, live: LiveState, options: KeyOptions = .init(), digest: DigestFunction
  ) {
    let stack = desired.stack
    let names = Set(desired.clientKeys.keys).union(live.accessPoints.keys)
      .union(live.clientKeys.keys)
    let facts = names.sorted().map { name in
      let id = ResourceID(.accessPoint, name)
      let marker = live.accessPoints[name]?.reading.marker.flatMap {
        stack.ownership == .marker && $0.owner == stack.owner
          && $0.isGenuine(for: id, digest: digest) ? $0 : nil
      }
      return KeyFacts(
        place: .init(account: stack.account, region: stack.region, accessPoint: name),
        keys: live.clientKeys[name] ?? [], marker: marker,
        hold: live.holds[name], accepted: stack.acceptedKeyIDs,
        spec: desired.clientKeys[name]?.spec, now: live.now, digest: digest)
    }
    self.init(facts, settings: stack.keys, options: options)
  }

  /// Access points without a key take turns by the day, and with what is due by the clock: one whose
  /// issue fails every night must not keep the others from theirs (decision 28).
  private static func inTurn(_ waiting: [Waiting], _ places: Int, _ turn: Int) -> [Waiting] {
    let missing = waiting.filter { $0.urgency.level == .missing }
    let due = waiting.filter { $0.urgency.level == .due }
    guard !missing.isEmpty else { return due }
    let first = turn % missing.count
    let turned = Array(missing[first...] + missing[..<first])
    guard missing.count >= places, !due.isEmpty else { return turned + due }
    let isTurnOfDue = places > 1 || turn % (missing.count + 1) == missing.count
    guard isTurnOfDue else { return turned + due }
    let before = max(0, places - 1)
    return Array(turned.prefix(before) + due.prefix(1) + turned.dropFirst(before) + due.dropFirst())
  }

  /// A number for the service's day, as good as drawn: one that counted on would meet the same names
  /// again and again in runs that are a week, or two days, apart.
  private static func turn(at now: Timestamp, _ digest: DigestFunction?) -> Int {
    let day = now.secondsSinceEpoch / 86_400
    let hex = digest?.hex("turn\u{0}\(day)").prefix(8) ?? ""
    return Int(hex, radix: 16) ?? Int(day)
  }

  private mutating func hold(
    beyond limit: Int, _ options: KeyOptions, _ digest: DigestFunction?
  ) {
    // What is left to 'key rotate' uses up nothing here, and what somebody named is not held back.
    let competing = lifecycles.values.filter {
      !$0.isDeferred && !options.names($0.accessPoint)
    }
    let named = lifecycles.values.count { $0.issues && options.names($0.accessPoint) }
    let waiting = competing.compactMap { lifecycle in
      lifecycle.urgency.map { Waiting(urgency: $0, name: lifecycle.accessPoint) }
    }
    .sorted { ($0.urgency, $0.name) < ($1.urgency, $1.name) }
    let turn = competing.first.map { Self.turn(at: $0.now, digest) } ?? 0
    let places = max(0, limit - named)
    for (position, entry) in Self.inTurn(waiting, places, turn).enumerated()
    where position >= places {
      lifecycles[entry.name]?.issue = .heldBack(
        dueSince: entry.urgency.since, .init(.runLimit, until: nil))
    }
  }
}

/// An access point that competes for one of the run's issues.
private struct Waiting {
  var urgency: Urgency
  var name: String
}

/// How urgent an issue is; less is more urgent.
private struct Urgency: Comparable {
  enum Level: Int {
    case missing
    case due
  }

  var level: Level
  var end: Timestamp
  /// Nothing when there is no key to succeed.
  var since: Timestamp?

  static func < (left: Self, right: Self) -> Bool {
    (left.level.rawValue, left.end) < (right.level.rawValue, right.end)
  }
}

extension KeyLifecycle {
  /// Nothing for what does not count against the run's limit.
  fileprivate var urgency: Urgency? {
    let end = anchorEnd
    return switch issue {
    case .due(let since, _): Urgency(level: .due, end: end, since: since)
    case .missing: Urgency(level: .missing, end: end, since: nil)
    case .notManaged, .fresh, .heldBack, .recovering, .held, .stuck: nil
    }
  }

  /// When the key in use ends; the first moment there is when none is.
  private var anchorEnd: Timestamp {
    let inUse = keys.first {
      if case .rotate = $0.nextAction { true } else { false }
    }
    return inUse?.live.notAfter ?? Timestamp(secondsSinceEpoch: 0)
  }
}
