public import Diagnostics
public import KMSModel

/// What happens to one object, for people.
public struct Change: Sendable, Hashable, Codable, Identifiable {
  /// What happens.
  public enum Action: String, Sendable, Hashable, Codable {
    /// It is not there and will be. For a client key: one is issued and delivered.
    case create
    /// It changes in place.
    case update
    /// It is deleted and made anew, through a stand-in while others refer to it.
    case replace
    /// It goes.
    case delete
    /// It was there without an owner and becomes this stack's.
    case adopt
    /// It was another stack's and becomes this one's.
    case move
    /// Only kmsctl's marker in the Description is brought up to date.
    case markerOnly = "marker-only"
    /// A client key goes because its successor has been delivered for the overlap.
    case retire
    /// Nothing is done; people are told why not.
    case report
  }

  /// Whose doing the difference is.
  public enum Origin: String, Sendable, Hashable, Codable {
    /// The manifests moved.
    case git
    /// Somebody changed the live object.
    case drift
    /// Both moved.
    case both
    /// There is no live object: new in Git, or deleted by hand.
    case missing
    /// The marker's digest is of a version this program does not know, or there is no marker.
    case unknown
    /// Nobody's: time passed.
    case clock
    /// It was there without an owner: who made it, and why it differs, nothing tells.
    case adopt
  }

  /// Where the change stands in the output.
  public enum Group: String, Sendable, Hashable, Codable {
    /// This change to the manifests.
    case change
    /// Live drift that would be reverted.
    case drift
    /// Caused by the clock alone.
    case scheduled
    /// The marker only; not counted as a change.
    case bookkeeping
  }

  /// The object.
  public var id: ResourceID
  /// What happens.
  public var action: Action
  /// Whose doing it is.
  public var origin: Origin
  /// Where it stands.
  public var group: Group
  /// Which fields change, from what to what.
  public var fields: [FieldChange]
  /// In which ways access becomes wider.
  public var widenings: [String]
  /// Why, when the fields do not say it.
  public var reason: String?
  /// Where the manifest says it.
  public var place: SourceLocation?
  /// The client keys that die with an access point.
  public var dyingKeys: [DyingKey]
  /// The client key it is about, when it is about one: the key that is replaced, or that goes.
  public var key: ChangedKey?
  /// The steps that carry it out, in order.
  public var steps: [Step.ID]

  /// Creates a change.
  public init(
    id: ResourceID, action: Action, origin: Origin, group: Group, fields: [FieldChange] = [],
    widenings: [String] = [], reason: String? = nil, place: SourceLocation? = nil,
    dyingKeys: [DyingKey] = [], key: ChangedKey? = nil, steps: [Step.ID] = []
  ) {
    self.id = id
    self.action = action
    self.origin = origin
    self.group = group
    self.fields = fields
    self.widenings = widenings
    self.reason = reason
    self.place = place
    self.dyingKeys = dyingKeys
    self.key = key
    self.steps = steps
  }
}

/// One field of a change.
public struct FieldChange: Sendable, Hashable, Codable {
  /// Its value: a single one, or a set shown as what comes and what goes.
  public enum Value: Sendable, Hashable, Codable {
    /// A field with one value; nothing for absent.
    case single(before: String?, after: String?)
    /// A set, each side sorted.
    case set(added: [String], removed: [String], kept: [String])
  }

  /// The field's name in manifests, for example `roles`.
  public var name: String
  /// What it was and will be.
  public var value: Value
  /// Where the manifest says it.
  public var place: SourceLocation?

  /// Creates a field change.
  public init(_ name: String, _ value: Value, place: SourceLocation? = nil) {
    self.name = name
    self.value = value
    self.place = place
  }
}

/// A client key that dies with its access point.
public struct DyingKey: Sendable, Hashable, Codable {
  /// `KAAP.<uuid>`.
  public var id: String
  /// When it would have ended by itself.
  public var notAfter: Timestamp
  /// Whether the stack's marker knows it.
  public var isRecorded: Bool

  /// Creates an entry.
  public init(id: String, notAfter: Timestamp, isRecorded: Bool) {
    self.id = id
    self.notAfter = notAfter
    self.isRecorded = isRecorded
  }
}

/// A client key that a change is about.
public struct ChangedKey: Sendable, Hashable, Codable {
  /// `KAAP.<uuid>`.
  public var id: String
  /// When it ends.
  public var notAfter: Timestamp
  /// Whole days until then; negative once it has ended.
  public var daysLeft: Int

  /// Creates an entry.
  public init(id: String, notAfter: Timestamp, daysLeft: Int) {
    self.id = id
    self.notAfter = notAfter
    self.daysLeft = daysLeft
  }
}
