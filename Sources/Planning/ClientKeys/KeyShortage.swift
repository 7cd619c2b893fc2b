public import KMSModel

/// A client key that is needed and has no place on its access point, and what could make one.
public struct KeyShortage: Sendable, Hashable {
  /// Why a key is needed.
  public enum Need: Sendable, Hashable {
    /// The key in use has a successor due since then.
    case successor(dueSince: Timestamp)
    /// Somebody asked for a successor.
    case requested
    /// There is no key to use.
    case first
    /// An interrupted issue needs a successor.
    case unfinished
    /// It needs one unless every destination holds this key, or none does.
    case perhapsUnfinished(pending: String)
  }

  /// What it costs that a key goes; less is cheaper.
  public enum Cost: String, Sendable, Hashable, Codable, CaseIterable {
    /// It has ended: nobody can use it.
    case ended
    /// Its successor is delivered.
    case overlapping
    /// Nobody here knows what uses it.
    case madeByOthers = "made-by-others"
    /// Some destination may hold it, and has no other until a successor comes.
    case halfPublished = "half-published"
  }

  /// A key that could make a place.
  public struct Way: Sendable, Hashable {
    /// The key.
    public let key: LiveClientKey
    /// What it costs.
    public let cost: Cost
    /// Whether `kmsctl key retire` deletes it; what is not ours, kmsctl never deletes.
    public fileprivate(set) var isOurs: Bool
    /// Whether a marker records it.
    let isKnown: Bool
    /// Whether the stack accepts it: somebody looked at it and wants it there.
    public fileprivate(set) var isAccepted: Bool
    /// What is known of its use, in words.
    public let use: String
  }

  /// The access point.
  public let place: KeyFacts.Place
  /// Why a key is needed.
  public let need: Need
  /// How many keys are there.
  public let count: Int
  /// The key that applications use, while it is valid.
  public let current: KeyLifecycle.Key?
  /// The keys that could make a place, the cheapest first.
  public let ways: [Way]

  init(_ facts: KeyFacts, _ keys: [KeyLifecycle.Key], _ need: Need) {
    place = facts.place
    self.need = need
    count = keys.count
    let newest = facts.marker?.newestDelivered
    let current = keys.first { key in
      key.live.notAfter > facts.now && key.live.shortID == newest?.shortID
    }
    self.current =
      current
      ?? keys.last { key in
        key.live.notAfter > facts.now && key.isRecorded && !key.isHalfPublished
          && !key.isDispensable
      }
    let found = keys.compactMap { Way($0, facts, successor: current) }
    ways = found.sorted { $0.order < $1.order }
  }

  /// Judges the keys of an access point whose service has no place although its list has, or whose
  /// list became full since the plan.
  ///
  /// An open issue is known to need a place by now.
  public init(_ facts: KeyFacts) {
    let lifecycle = KeyLifecycle(facts)
    self.init(
      facts, lifecycle.keys,
      lifecycle.hasOpenIssue ? .unfinished : .init(lifecycle.issue, facts))
  }
}

extension KeyShortage.Need {
  init(_ issue: KeyLifecycle.Issue, _ facts: KeyFacts) {
    switch issue {
    case .due(let since, .scheduled), .heldBack(let since?, _): self = .successor(dueSince: since)
    case .due, .fresh, .notManaged: self = .requested
    case .missing, .heldBack: self = .first
    case .stuck(let shortage): self = shortage.need
    case .recovering, .held:
      let recorded = Set(facts.marker?.keys.map(\.shortID) ?? [])
      let pending = facts.keys.first { key in
        !recorded.contains(key.shortID) && facts.marker?.intent?.isOf(key) == true
          && key.notAfter > facts.now
      }
      self = pending.map { .perhapsUnfinished(pending: $0.id) } ?? .unfinished
    }
  }
}

extension KeyShortage.Way {
  /// Nothing for a key that must stay.
  fileprivate init?(_ key: KeyLifecycle.Key, _ facts: KeyFacts, successor: KeyLifecycle.Key?) {
    self.key = key.live
    isOurs = key.isDispensable
    isKnown = key.isRecorded
    isAccepted = facts.accepted.contains(key.live.id)
    // These go by themselves.
    guard key.state != .orphan, key.state != .pending || key.isHalfPublished else { return nil }
    guard key.live.notAfter > facts.now else {
      cost = .ended
      use = "it ended at \(key.live.notAfter), nobody can use it"
      return
    }
    if key.isHalfPublished {
      guard key.isDispensable else { return nil }
      cost = .halfPublished
      use =
        "an interrupted run published it in some places at most; who has it there is cut off "
        + "until its successor arrives, in the same run"
      return
    }
    switch key.state {
    case .unrecorded:
      cost = .madeByOthers
      use =
        "somebody else made it\(key.live.createTime.map { " at \($0)" } ?? ""), what uses it is "
        + "not known, and it is valid until \(key.live.notAfter)"
        + (isAccepted ? "; 'spec.external' accepts it: its entry goes with it" : "")
    case .overlapping, .retirable, .elsewhere:
      guard key.isDispensable else { return nil }
      guard let successor, let since = facts.marker?.newestDelivered?.deliveredAt else {
        // Not before a key of ours is delivered: until then what others made is all there is.
        isOurs = false
        cost = .madeByOthers
        use =
          "it was there when the access point was adopted, what uses it is not known, and it "
          + "is valid until \(key.live.notAfter)"
        return
      }
      cost = .overlapping
      use = "its successor \(successor.live.id) is delivered since \(since)" + Self.end(key.state)
    case .current, .expired, .pending, .orphan: return nil
    }
  }

  private static func end(_ state: KeyLifecycle.State) -> String {
    switch state {
    case .overlapping(let end?), .elsewhere(let end?): ", its overlap ends \(end)"
    case .retirable(let since): ", its overlap is over since \(since)"
    case .overlapping, .elsewhere, .current, .expired, .pending, .unrecorded, .orphan: ""
    }
  }

  /// What Git accepts and lives comes last. Among equals the oldest; among those of others what no
  /// marker records first, then what ends first.
  fileprivate var order: (Int, Int, Timestamp, String) {
    let rank = KeyShortage.Cost.allCases.firstIndex(of: cost) ?? 0
    let moment = cost == .madeByOthers ? key.notAfter : key.age.0
    let isWanted = isAccepted && cost != .ended
    let all = KeyShortage.Cost.allCases.count
    return (isWanted ? all : rank, isKnown ? 1 : 0, moment, key.id)
  }
}
