public import Diagnostics
public import KMSModel

/// A client key that is needed and has no place: a state that a person ends.
///
/// Nothing is written for its access point; the rest of the plan is carried out. As soon as there
/// is a place it goes on by itself.
public struct StuckRotation: Sendable, Hashable, Codable {
  /// How reports and exit reasons call it.
  public static let rule = "rotation-stuck"

  /// The client key.
  public var id: ResourceID
  /// Whether an apply may find that no place is needed, because every destination holds the pending
  /// key, or none does.
  public var mayFinish: Bool
  /// Since when the successor is due, when the clock wants it.
  public var dueSince: Timestamp?
  /// The key in use, while it is valid.
  public var key: ChangedKey?
  /// The key that costs least to lose.
  public var costsLeast: CheapestKey?
  /// The command that makes a place; nothing when no key can go.
  public var command: String?
  /// What was found, with numbers and names.
  public var message: String
  /// What to do.
  public var nextStep: String
  /// Where the manifest says it.
  public var place: SourceLocation?

  /// The key that costs least to lose.
  public struct CheapestKey: Sendable, Hashable, Codable {
    /// `KAAP.<uuid>`.
    public var id: String
    /// What it costs.
    public var cost: KeyShortage.Cost
    /// Whether kmsctl deletes it when somebody says so.
    public var isOurs: Bool

    /// Creates an entry.
    public init(id: String, cost: KeyShortage.Cost, isOurs: Bool) {
      self.id = id
      self.cost = cost
      self.isOurs = isOurs
    }
  }

  /// Creates an entry.
  public init(
    id: ResourceID, mayFinish: Bool = false, dueSince: Timestamp? = nil, key: ChangedKey? = nil,
    costsLeast: CheapestKey? = nil, command: String? = nil, message: String, nextStep: String,
    place: SourceLocation? = nil
  ) {
    self.id = id
    self.mayFinish = mayFinish
    self.dueSince = dueSince
    self.key = key
    self.costsLeast = costsLeast
    self.command = command
    self.message = message
    self.nextStep = nextStep
    self.place = place
  }

  init(_ shortage: KeyShortage, place: SourceLocation?) {
    id = ResourceID(.clientKey, shortage.place.accessPoint)
    switch shortage.need {
    case .perhapsUnfinished: (mayFinish, dueSince) = (true, nil)
    case .successor(let since): (mayFinish, dueSince) = (false, since)
    case .requested, .first, .unfinished: (mayFinish, dueSince) = (false, nil)
    }
    key = shortage.current.map(ChangedKey.init)
    costsLeast = shortage.ways.first.map { way in
      CheapestKey(id: way.key.id, cost: way.cost, isOurs: way.isOurs)
    }
    command = shortage.command
    message = shortage.message()
    nextStep = shortage.nextStep
    self.place = place
  }
}

extension Plan {
  /// Whether something is stuck for sure.
  public var isStuck: Bool { stuck.contains { !$0.mayFinish } }

  /// What is stuck for sure after this plan was carried out, when another one was made afterwards:
  /// that one no longer knows what somebody asked for.
  public func stuck(afterwards remaining: Plan?) -> [StuckRotation] {
    let now = remaining?.stuck ?? []
    let asked = stuck.filter { one in !now.contains { $0.id == one.id } }
    return (asked + now).filter { !$0.mayFinish }.sorted { $0.id < $1.id }
  }
}
