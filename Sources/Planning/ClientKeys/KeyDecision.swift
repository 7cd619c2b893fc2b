internal import KMSModel

/// Decides about one access point: issue or not, and what each key is.
struct KeyDecision {
  let issue: KeyLifecycle.Issue
  let retirementHold: KeyLifecycle.Hold?
  /// Whether the issue is to wait for the retirements of the same run.
  let waitsForRetirement: Bool
  private let facts: KeyFacts
  private let reading: KeyReading
  private let overlapEnd: Timestamp?

  /// No second issue within this time of a commit, whatever makes the first one look due again.
  private static let loopGuard: Int64 = 86_400

  init(_ facts: KeyFacts, _ reading: KeyReading, _ options: KeyOptions) {
    self.facts = facts
    self.reading = reading
    overlapEnd = Self.overlapEnd(facts, reading)
    guard let spec = facts.spec else {
      (issue, retirementHold, waitsForRetirement) = (.notManaged, nil, false)
      return
    }
    let renewal = reading.current.map { KeyRenewal(of: $0, spec.rotation.renewBefore, facts) }
    let calendar = RotationCalendar(spec.rotation)
    retirementHold = calendar.hold(at: facts.now).flatMap {
      $0.yields(to: renewal, facts.now) ? nil : $0
    }
    var predecessor = Self.predecessorHold(facts, reading, calendar, overlapEnd)
    if predecessor?.yields(to: renewal, facts.now) == true { predecessor = nil }
    // A predecessor whose overlap is over goes in the same run, right before.
    waitsForRetirement =
      predecessor != nil && predecessor?.until == nil && retirementHold == nil
    if waitsForRetirement { predecessor = nil }
    issue = Self.issue(facts, reading, options, predecessor)
  }

  /// The end of every predecessor's overlap, counted from the newest commit: the only key that is
  /// surely published everywhere, as one before it may have been half published.
  private static func overlapEnd(_ facts: KeyFacts, _ reading: KeyReading) -> Timestamp? {
    // While an issue is open, the newest record may be of a key that nobody is sure to have.
    guard reading.intent == nil, reading.current != nil, let spec = facts.spec else { return nil }
    return reading.committedAt.map { spec.rotation.overlap.after($0) }
  }

  private static func issue(
    _ facts: KeyFacts, _ reading: KeyReading, _ options: KeyOptions,
    _ predecessor: KeyLifecycle.Hold?
  ) -> KeyLifecycle.Issue {
    guard let spec = facts.spec, facts.marker != nil else { return .notManaged }
    guard reading.intent == nil else { return facts.hold.map { .held($0) } ?? .recovering }
    if let absence = reading.absence(facts) { return .missing(absence) }
    guard let current = reading.current else { return .notManaged }
    let name = facts.place.accessPoint
    if options.compromised.contains(name) { return .due(since: facts.now, .compromised) }
    let renewal = KeyRenewal(of: current, spec.rotation.renewBefore, facts)
    let calendar = RotationCalendar(spec.rotation)
    if options.rotateNow.contains(name) {
      return predecessor.map { .heldBack(dueSince: facts.now, $0) }
        ?? .due(since: facts.now, .requested)
    }
    guard renewal.due <= facts.now else { return .fresh(dueAt: renewal.due) }
    let holds = [calendar.hold(at: facts.now), guardHold(facts, reading), predecessor]
      .compactMap { $0 }.filter { !$0.yields(to: renewal, facts.now) }
    let last = holds.max { ($0.until ?? facts.now) < ($1.until ?? facts.now) }
    return last.map { .heldBack(dueSince: renewal.due, $0) }
      ?? .due(since: renewal.due, .scheduled)
  }

  private static func guardHold(_ facts: KeyFacts, _ reading: KeyReading) -> KeyLifecycle.Hold? {
    guard let end = reading.committedAt?.adding(seconds: loopGuard), end > facts.now else {
      return nil
    }
    return .init(.loopGuard, until: end)
  }

  /// Two keys live already: a third waits until the older one may go.
  ///
  /// Keys of others do not count before we delivered one: they cannot go before it is there.
  private static func predecessorHold(
    _ facts: KeyFacts, _ reading: KeyReading, _ calendar: RotationCalendar,
    _ overlapEnd: Timestamp?
  ) -> KeyLifecycle.Hold? {
    guard let overlapEnd, let last = reading.predecessors.last else { return nil }
    let retired = calendar.permitted(from: overlapEnd)
    let end = min(retired, last.notAfter)
    return .init(.predecessor(last.id), until: end > facts.now ? end : nil)
  }

  // MARK: One key

  func judged(_ key: LiveClientKey) -> KeyLifecycle.Key {
    let state = state(of: key)
    let seconds = key.notAfter.seconds(since: facts.now)
    let days = seconds < 0 ? (seconds - 86_399) / 86_400 : seconds / 86_400
    return KeyLifecycle.Key(
      live: key, state: state, nextAction: nextAction(of: key, state), daysLeft: Int(days),
      isRecorded: reading.recorded.contains(key.shortID), isDispensable: isDispensable(key),
      isRevoked: reading.revoked.contains(key.shortID), isHalfPublished: isHalfPublished(key))
  }

  private func isHalfPublished(_ key: LiveClientKey) -> Bool {
    reading.halfPublished.contains { $0.id == key.id }
  }

  private func isDispensable(_ key: LiveClientKey) -> Bool {
    if isHalfPublished(key) { return isLastResort(key) }
    guard reading.recorded.contains(key.shortID) else { return false }
    guard key.notAfter > facts.now else { return true }
    guard reading.intent == nil else { return isSurelyReplaced(key) }
    return reading.current != nil && reading.current?.id != key.id
  }

  /// While an issue is open: whether a key that still lives was delivered everywhere after this one.
  private func isSurelyReplaced(_ key: LiveClientKey) -> Bool {
    guard facts.spec != nil, reading.newest != nil, let current = reading.current else {
      return false
    }
    return current.id != key.id
  }

  /// A half published key goes when no other key of ours can, the oldest of them first.
  private func isLastResort(_ key: LiveClientKey) -> Bool {
    guard facts.spec != nil, reading.halfPublished.first?.id == key.id else { return false }
    return !reading.predecessors.contains { !isHalfPublished($0) && isSurelyReplaced($0) }
  }

  private func state(of key: LiveClientKey) -> KeyLifecycle.State {
    guard reading.recorded.contains(key.shortID) else {
      if reading.intent?.isOf(key) == true { return .pending }
      return reading.orphans.contains(key.id) ? .orphan : .unrecorded
    }
    guard key.notAfter > facts.now else { return .expired }
    let isOfOthers = reading.elsewhere.contains(key.shortID)
    guard key.id != reading.current?.id else {
      return isOfOthers ? .elsewhere(until: nil) : .current
    }
    let end = overlapEnd.map { min($0, key.notAfter) }
    if let end, end <= facts.now { return .retirable(since: end) }
    return isOfOthers ? .elsewhere(until: end) : .overlapping(until: end)
  }

  private func nextAction(
    of key: LiveClientKey, _ state: KeyLifecycle.State
  ) -> KeyLifecycle.NextAction {
    switch state {
    case .pending: return facts.spec == nil ? .report : .finish
    case .unrecorded: return .report
    case .orphan: return facts.spec == nil ? .report : .remove
    case .current, .expired, .overlapping, .retirable, .elsewhere: break
    }
    guard facts.spec != nil else { return .none }
    if reading.revoked.contains(key.shortID), isDispensable(key) { return .remove }
    if key.id == reading.anchor?.id { return anchorAction }
    switch state {
    case .expired: return .remove
    case .overlapping(let until?), .elsewhere(let until?), .retirable(let until):
      return .retire(at: max(until, retirementHold?.until ?? until))
    case .current, .overlapping, .elsewhere, .pending, .unrecorded, .orphan: return .none
    }
  }

  /// What happens to the key that is in use: its successor.
  private var anchorAction: KeyLifecycle.NextAction {
    switch issue {
    case .notManaged: .none
    case .fresh(let due): .rotate(at: due)
    case .due(let since, _): .rotate(at: since)
    case .heldBack(_, let hold): .rotate(at: hold.until ?? facts.now)
    case .missing, .recovering, .stuck: .rotate(at: facts.now)
    case .held(let hold): .rotate(at: hold.until)
    }
  }
}

extension KeyLifecycle.Hold {
  /// Whether waiting would come too close to the end of the current key.
  fileprivate func yields(to renewal: KeyRenewal?, _ now: Timestamp) -> Bool {
    guard let renewal else { return true }
    return max(until ?? now, now) >= renewal.deadline
  }
}
