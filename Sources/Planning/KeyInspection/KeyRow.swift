public import KMSModel

/// One key on the board, or one that should be there.
public struct KeyRow: Sendable, Hashable {
  /// What a key is, in a word.
  public enum State: String, Sendable, Hashable, Codable, CaseIterable {
    /// The newest delivered key.
    case current
    /// A predecessor that lives on.
    case overlapping
    /// A predecessor whose time is over.
    case retirable
    /// It has ended.
    case expired
    /// Begun by an interrupted run.
    case pending
    /// There when the access point was adopted.
    case elsewhere
    /// No marker knows it.
    case unrecorded
    /// No marker knows it, and the stack accepts it: `spec.external`.
    case external
    /// Its private half went with a lost answer.
    case orphan
    /// A key on an access point that is not this stack's.
    case foreign
    /// There is none to use.
    case missing
    /// The key in use, or none, when its successor has no place, or perhaps none.
    case stuck
  }

  /// The access point.
  public let accessPoint: String
  /// Whose the access point is; nothing when it does not live.
  public let owner: KeyTrace.Owner?
  /// What it is.
  public let state: State
  /// The key; nothing when it is missing.
  public let key: LiveClientKey?
  /// Whole days since it was made.
  public let ageDays: Int?
  /// Whole days until it ends; negative once it has.
  public let daysLeft: Int?
  /// What happens next.
  public let nextAction: KeyLifecycle.NextAction
  /// Why that waits.
  public let hold: KeyLifecycle.Hold?
  /// Whether `kmsctl key rotate` does it, and `apply` does not.
  public let isDeferred: Bool
  /// What a pipeline may want to fail on.
  public private(set) var findings: Set<KeyFinding>
  /// What its destinations hold; nothing when they were not asked.
  public private(set) var delivery: KeyDelivery?
  /// The next step that ends it when its successor is stuck: a sentence, with the command where there
  /// is one.
  public let wayOut: String?

  /// The days at which a key in use is marked.
  public static let thresholds = [7, 30, 90, 180]

  /// The smallest threshold the key has reached; nothing for keys that go anyway.
  public var threshold: Int? {
    guard isInUse, let daysLeft else { return nil }
    return Self.thresholds.first { daysLeft <= $0 }
  }

  /// Whether somebody may depend on the key until its end.
  public var isInUse: Bool {
    switch state {
    case .current, .elsewhere, .unrecorded, .external, .foreign, .expired: true
    case .stuck: key != nil
    case .overlapping, .retirable, .pending, .orphan, .missing: false
    }
  }

  init(
    _ key: KeyLifecycle.Key, of lifecycle: KeyLifecycle, owner: KeyTrace.Owner, isAccepted: Bool,
    now: Timestamp
  ) {
    accessPoint = lifecycle.accessPoint
    self.owner = owner
    self.key = key.live
    let state = State(key.state, isOurs: owner == .ours, hasEnded: key.live.notAfter <= now)
    let plain = state == .unrecorded && isAccepted ? .external : state
    let shortage = owner == .ours ? lifecycle.shortage : nil
    let isStuck =
      shortage.map { ($0.current ?? lifecycle.pending)?.live.id == key.live.id } ?? false
    self.state = isStuck ? .stuck : plain
    wayOut = isStuck ? shortage?.nextStep : nil
    let made = key.live.createTime ?? key.live.notBefore
    ageDays = Int(max(0, now.seconds(since: made)) / 86_400)
    daysLeft = key.daysLeft
    nextAction = owner == .ours && self.state != .external ? key.nextAction : .none
    isDeferred = lifecycle.isDeferred
    var findings = Set([self.state.finding, plain.finding].compactMap { $0 })
    if case .rotate = nextAction {
      hold = lifecycle.issueHold
      if lifecycle.isDue { findings.insert(.due) }
      if lifecycle.isWithoutKey { findings.insert(.missing) }
    } else {
      hold = nil
    }
    self.findings = findings
  }

  /// The row of a declared key that is not there at all.
  init?(
    missingOf lifecycle: KeyLifecycle, owner: KeyTrace.Owner?, desired: DesiredState,
    live: LiveState
  ) {
    let name = lifecycle.accessPoint
    let isOwning = desired.stack.ownership == .marker
    guard desired.clientKeys[name] != nil, !live.hidesKeys(of: name) else { return nil }
    switch lifecycle.issue {
    case .missing(.noneYet), .missing(.gone): break
    case .heldBack(dueSince: nil, _) where !lifecycle.keys.contains(where: \.isAnchor): break
    case .notManaged where owner == nil: break
    // Whatever the marker says, or nobody keeps: there is no key that anybody could use.
    case .notManaged where owner != .ours && !lifecycle.keys.contains(where: \.isAlive): break
    case .stuck(let shortage) where shortage.current == nil && lifecycle.pending == nil: break
    case .notManaged, .fresh, .due, .heldBack, .recovering, .held, .stuck, .missing(.expired):
      return nil
    }
    accessPoint = name
    self.owner = owner
    state = lifecycle.shortage == nil ? .missing : .stuck
    wayOut = lifecycle.shortage?.nextStep
    key = nil
    ageDays = nil
    daysLeft = nil
    hold = lifecycle.issueHold
    nextAction =
      isOwning && (owner == nil || owner == .ours) ? .rotate(at: hold?.until ?? live.now) : .none
    isDeferred = lifecycle.isDeferred
    findings = lifecycle.shortage == nil ? [.missing] : [.missing, .stuck]
  }

  mutating func set(_ delivery: KeyDelivery) {
    self.delivery = delivery
    if delivery.isLost { findings.insert(.vanished) }
  }

  /// Less is more urgent: what has no key to use, what has ended or is due, what is left over, then
  /// whatever ends first.
  var urgency: (Int, Timestamp, String, String) {
    let order: [KeyFinding] = [
      .stuck, .missing, .expired, .vanished, .due, .pending, .orphan, .retirable, .unrecorded,
    ]
    let rank = order.firstIndex(where: findings.contains) ?? order.count
    let end = key?.notAfter ?? Timestamp(secondsSinceEpoch: 0)
    return (rank, end, accessPoint, key?.id ?? "")
  }
}

extension KeyRow.State {
  fileprivate init(_ state: KeyLifecycle.State, isOurs: Bool, hasEnded: Bool) {
    guard isOurs else {
      self = hasEnded ? .expired : .foreign
      return
    }
    switch state {
    case .current: self = .current
    case .overlapping: self = .overlapping
    case .retirable: self = .retirable
    case .expired: self = .expired
    case .pending: self = .pending
    case .elsewhere: self = .elsewhere
    case .unrecorded: self = .unrecorded
    case .orphan: self = .orphan
    }
  }

  fileprivate var finding: KeyFinding? {
    switch self {
    case .retirable: .retirable
    case .expired: .expired
    case .pending: .pending
    case .unrecorded: .unrecorded
    case .orphan: .orphan
    case .missing: .missing
    case .stuck: .stuck
    case .current, .overlapping, .elsewhere, .external, .foreign: nil
    }
  }
}

extension KeyLifecycle {
  fileprivate var isDue: Bool {
    switch issue {
    case .due, .heldBack(dueSince: .some, _): true
    case .stuck(let shortage): if case .successor = shortage.need { true } else { false }
    case .notManaged, .fresh, .missing, .heldBack, .recovering, .held: false
    }
  }

  /// Whether there is no key to use, also where its issue waits.
  fileprivate var isWithoutKey: Bool {
    switch issue {
    case .missing, .heldBack(dueSince: nil, _): true
    case .notManaged, .fresh, .due, .heldBack, .recovering, .held, .stuck: false
    }
  }

  /// The key that stands for an interrupted issue while there is none in use.
  fileprivate var pending: Key? { keys.last(where: \.isHalfPublished) }

  fileprivate var issueHold: Hold? {
    if case .heldBack(_, let hold) = issue { return hold }
    return nil
  }
}

extension KeyLifecycle.Key {
  /// Whether it has not ended.
  fileprivate var isAlive: Bool { daysLeft >= 0 }

  /// Whether its row says what becomes of the issue.
  fileprivate var isAnchor: Bool { if case .rotate = nextAction { true } else { false } }
}

extension LiveState {
  /// Whether an access point or its keys may be there although they were not read.
  fileprivate func hidesKeys(of accessPoint: String) -> Bool {
    let ids: Set = [ResourceID(.accessPoint, accessPoint), ResourceID(.clientKey, accessPoint)]
    guard ids.isDisjoint(with: ignored) else { return true }
    for entry in unreadable {
      guard let id = entry.id else { return true }
      if ids.contains(id) { return true }
    }
    return false
  }
}
