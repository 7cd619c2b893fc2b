public import KMSModel

/// What the client keys of one access point are, and what happens to them next.
///
/// The one function behind `plan`, `apply`, `drift`, `key list` and every report: pure, from what
/// lives, the marker, the manifest and the service's time. `KeySchedule` makes it for a whole stack,
/// where keys compete for `keys.maxIssuesPerRun`. `docs/planning.md` has the rules in words.
public struct KeyLifecycle: Sendable, Hashable {
  /// What one live key is.
  public enum State: Sendable, Hashable {
    /// The newest delivered key: what every destination holds.
    case current
    /// A predecessor that lives on; nothing while its end is not known, because no successor is
    /// valid or no manifest says how long both live.
    case overlapping(until: Timestamp?)
    /// A predecessor whose overlap is over.
    case retirable(since: Timestamp)
    /// Recorded, and it has ended.
    case expired
    /// Begun by an interrupted run.
    case pending
    /// It was there when the access point was adopted; until our own key has been delivered for the
    /// overlap, when there is one.
    case elsewhere(until: Timestamp?)
    /// No marker knows it: made by hand, or by another program.
    case unrecorded
    /// The twin of a key we delivered; its private half went with a lost answer.
    case orphan
  }

  /// What happens to one key next.
  public enum NextAction: Sendable, Hashable {
    /// A successor is issued, at this moment at the earliest; a moment that has passed: in the next
    /// run.
    case rotate(at: Timestamp)
    /// It is deleted because its successor has been delivered for the overlap.
    case retire(at: Timestamp)
    /// It is deleted in the next run.
    case remove
    /// The next run finishes it, or takes it back.
    case finish
    /// Somebody should look at it: kmsctl never touches it.
    case report
    /// Nothing.
    case none
  }

  /// One live key.
  public struct Key: Sendable, Hashable {
    /// The key.
    public var live: LiveClientKey
    /// What it is.
    public var state: State
    /// What happens to it next.
    public var nextAction: NextAction
    /// Whole days until it ends; negative once it has.
    public var daysLeft: Int
    /// Whether the marker knows it.
    public var isRecorded: Bool
    /// Whether it may go when somebody says so: the marker knows it, and it has ended or the key in
    /// use is another one and valid.
    ///
    /// While an issue is open, that key must be surely everywhere. A half published one may go when
    /// no other can.
    public var isDispensable: Bool
    /// Whether it may be compromised and goes as soon as another key is surely in use.
    public var isRevoked: Bool
    /// Whether an issue is open that published it in some places at most.
    public var isHalfPublished: Bool
  }

  /// Why a due rotation, or a retirement, does not begin yet.
  public struct Hold: Sendable, Hashable {
    /// The reasons.
    public enum Reason: Sendable, Hashable {
      /// `rotation.window` is closed.
      case window
      /// A `rotation.freeze`.
      case freeze
      /// The newest key was committed less than a day ago.
      case loopGuard
      /// This predecessor still lives, and a third key would live beside it.
      case predecessor(String)
      /// `keys.maxIssuesPerRun` is used up by more urgent keys.
      case runLimit
    }

    /// Why.
    public var reason: Reason
    /// Until when; nothing when no moment can be named.
    public var until: Timestamp?

    /// Creates a hold.
    public init(_ reason: Reason, until: Timestamp?) {
      self.reason = reason
      self.until = until
    }
  }

  /// Why a rotation is due.
  public enum DueReason: Sendable, Hashable {
    /// The clock.
    case scheduled
    /// Somebody asked for it.
    case requested
    /// The keys are compromised.
    case compromised
  }

  /// Why there is no key to use.
  public enum Absence: Sendable, Hashable {
    /// None was ever recorded.
    case noneYet
    /// The recorded key with this short id was deleted by somebody.
    case gone(shortID: String)
    /// The recorded key has ended.
    case expired(id: String, at: Timestamp)
  }

  /// Whether a key is issued.
  public enum Issue: Sendable, Hashable {
    /// No key is declared, or the access point is not this stack's.
    case notManaged
    /// The current key is good until then.
    case fresh(dueAt: Timestamp)
    /// A successor is due.
    case due(since: Timestamp, DueReason)
    /// A successor is due but waits.
    case heldBack(dueSince: Timestamp?, Hold)
    /// There is no key to use: one is issued whatever window and freeze say.
    case missing(Absence)
    /// An interrupted run is finished first.
    case recovering
    /// Another run is at it: nothing is written at the access point meanwhile.
    case held(RunHold)
    /// A key is due, missing or half published, and there is no place for one: somebody has to
    /// make one.
    case stuck(KeyShortage)
  }

  /// The access point.
  public let accessPoint: String
  /// Whether an interrupted run left an issue to be finished.
  public let hasOpenIssue: Bool
  /// What becomes of an interrupted issue that turns out to need a place: what only its
  /// destinations can tell.
  public let possibleShortage: KeyShortage?
  /// The moment it was judged at.
  public let now: Timestamp
  /// Every live key, the one that ends first first.
  public let keys: [Key]
  /// Whether a key is issued.
  public internal(set) var issue: Issue
  /// Why retirements wait; nothing when they may begin.
  public let retirementHold: Hold?
  /// Whether the issue is to wait for the retirements of the same run, so that no third key lives.
  let waitsForRetirement: Bool
  /// Whether the issue has a place only because other keys go first.
  let needsRemovals: Bool
  /// Whether this run leaves all of this to `kmsctl key rotate`.
  public internal(set) var isDeferred: Bool

  /// The short id of the newest record: of the key we delivered last, or of others' when we
  /// delivered none.
  let newestShortID: String?

  /// Judges the keys of one access point by themselves.
  public init(_ facts: KeyFacts, options: KeyOptions = .init()) {
    let reading = KeyReading(facts)
    let decision = KeyDecision(facts, reading, options)
    accessPoint = facts.place.accessPoint
    hasOpenIssue = facts.marker?.intent != nil
    now = facts.now
    retirementHold = decision.retirementHold
    waitsForRetirement = decision.waitsForRetirement
    isDeferred = false
    newestShortID = reading.newest?.shortID ?? facts.marker?.keys.last?.shortID
    keys = facts.keys.sorted { ($0.notAfter, $0.id) < ($1.notAfter, $1.id) }
      .map { decision.judged($0) }
    let places = KeyPlaces(
      keys: keys, issue: decision.issue, retirementHold: decision.retirementHold,
      retiring: options.retire)
    let shortage =
      places.isShort(facts) ? KeyShortage(facts, keys, .init(decision.issue, facts)) : nil
    let isCertain = places.isCertain
    issue = isCertain ? shortage.map(Issue.stuck) ?? decision.issue : decision.issue
    possibleShortage = isCertain ? nil : shortage
    needsRemovals = places.needsRemovals
  }

  /// Why there is no place, or perhaps none, for a key that is needed.
  public var shortage: KeyShortage? {
    if case .stuck(let shortage) = issue { shortage } else { possibleShortage }
  }

  /// The key that applications use, when it is valid.
  public var current: Key? {
    keys.first { $0.state == .current }
  }

  /// Whether this run issues a key.
  public var issues: Bool {
    guard !isDeferred else { return false }
    switch issue {
    case .due, .missing, .recovering: return true
    case .notManaged, .fresh, .heldBack, .held, .stuck: return false
    }
  }

  /// The other run that is at it.
  public var hold: RunHold? {
    if case .held(let hold) = issue { hold } else { nil }
  }

  /// The predecessors that go in this run.
  public var retiring: [Key] {
    guard !isDeferred, retirementHold == nil, hold == nil else { return [] }
    return keys.filter { if case .retirable = $0.state { true } else { false } }
  }
}
