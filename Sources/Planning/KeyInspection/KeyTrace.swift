public import KMSModel

/// What a client key is, whose it is, and what it reaches.
public struct KeyTrace: Sendable, Hashable, Codable {
  /// Whether the key authenticates.
  public enum Life: String, Sendable, Hashable, Codable {
    /// Now.
    case alive
    /// No longer.
    case expired
    /// Not yet.
    case notYetValid = "not-yet-valid"
    /// The service does not have it.
    case deleted
  }

  /// Whose the access point is.
  public enum Owner: Sendable, Hashable, Codable {
    /// This stack's.
    case ours
    /// A stack's, and this run knows of no stack or of another one.
    case stack(String)
    /// Nobody's marker is on it.
    case nobody
    /// The marker cannot be read.
    case unclear(String)
  }

  /// How the marker knows the key.
  public enum Record: Sendable, Hashable, Codable {
    /// Delivered by kmsctl and committed at this moment.
    case delivered(at: Timestamp)
    /// Published in some places at most, by a run that was interrupted.
    case halfPublished
    /// There when the access point was adopted.
    case elsewhere
    /// Being issued; the run that did is not finished.
    case intent
    /// Not at all.
    case none
    /// No marker can be read that would tell.
    case untold
  }

  /// One policy of the access point.
  public struct Reach: Sendable, Hashable, Codable {
    /// From where.
    public enum From: Sendable, Hashable, Codable {
      /// No filter on addresses.
      case anywhere
      /// The addresses of these rules.
      case rules([Source])
      /// A live value kmsctl does not understand.
      case opaque(String)
    }

    /// One rule.
    public struct Source: Sendable, Hashable, Codable {
      /// The rule.
      public var rule: String
      /// Its type; nothing when there is no such rule.
      public var type: String?
      /// Its addresses, sorted.
      public var addresses: [String]

      /// Creates a source.
      public init(rule: String, type: String?, addresses: [String]) {
        self.rule = rule
        self.type = type
        self.addresses = addresses
      }
    }

    /// The policy.
    public var policy: String
    /// What it says; nothing when there is no such policy.
    public var spec: PolicySpec?
    /// From where.
    public var from: From

    /// Creates a reach.
    public init(policy: String, spec: PolicySpec?, from: From) {
      self.policy = policy
      self.spec = spec
      self.from = from
    }
  }

  /// `KAAP.<uuid>`.
  public var keyID: String
  /// Whether it authenticates.
  public var life: Life
  /// The key, unless it is deleted.
  public var key: LiveClientKey?
  /// Whose the access point is; nothing when the key is deleted.
  public var owner: Owner?
  /// How the marker knows it; nothing when the key is deleted.
  public var record: Record?
  /// Whether this stack's manifests declare a key for the access point.
  public var isDeclared: Bool
  /// The programs that have to be allowed to run where its successor is delivered.
  public var programs: [String]
  /// What it reaches, by policy.
  public var reach: [Reach]
  /// The region it was looked for in.
  public var region: String
  /// The service's time.
  public var now: Timestamp

  /// Creates a trace.
  public init(
    keyID: String, life: Life, key: LiveClientKey? = nil, owner: Owner? = nil,
    record: Record? = nil, isDeclared: Bool = false, programs: [String] = [], reach: [Reach] = [],
    region: String,
    now: Timestamp
  ) {
    self.keyID = keyID
    self.life = life
    self.key = key
    self.owner = owner
    self.record = record
    self.isDeclared = isDeclared
    self.programs = programs
    self.reach = reach
    self.region = region
    self.now = now
  }

  /// The command that revokes the key; nothing when it is gone.
  ///
  /// A key that this stack records has a successor delivered first, so that the application goes on,
  /// unless no key is declared any more; anybody else's is deleted with the service's own tool.
  public var revocation: String? {
    guard let key else { return nil }
    guard owner == .ours, isRecorded else {
      return VendorCommand.deletion(ofClientKey: key.id, region: region)
    }
    return isDeclared
      ? KeyCommandLine.rotate(key.accessPoint, "--compromised", programs: programs)
      : "kmsctl key retire \(key.id)"
  }

  private var isRecorded: Bool {
    switch record {
    case .delivered, .halfPublished, .elsewhere, .intent: true
    case .some(.none), .untold, nil: false
    }
  }
}

extension KeyTrace.Life {
  /// What a key's dates say.
  public init(_ key: LiveClientKey, at now: Timestamp) {
    if key.notAfter <= now {
      self = .expired
    } else {
      self = now < key.notBefore ? .notYetValid : .alive
    }
  }
}

extension KeyTrace.Owner {
  /// What the Description of an access point says to this stack, or to nobody in particular.
  public init(
    _ reading: MarkerReading, of id: ResourceID, for stack: KMSModel.Owner?,
    digest: DigestFunction
  ) {
    switch reading {
    case .none: self = .nobody
    case .newer(let marker, _):
      self = .unclear("a newer kmsctl wrote the marker (\(marker.unknown))")
    case .damaged(let reason, _): self = .unclear("the marker is damaged: \(reason)")
    case .marked(let marker, _):
      guard marker.isGenuine(for: id, digest: digest) else {
        self = .nobody
        return
      }
      self = marker.owner == stack ? .ours : .stack(marker.owner.description)
    }
  }
}

extension KeyTrace.Record {
  /// How what stands on an access point knows a key.
  public init(_ key: LiveClientKey, in reading: MarkerReading, of owner: KeyTrace.Owner) {
    switch (owner, reading) {
    case (.nobody, _): self = .none
    case (.unclear, _): self = .untold
    default: self.init(key, in: reading.marker)
    }
  }

  /// How a marker knows a key.
  public init(_ key: LiveClientKey, in marker: Marker?) {
    guard let marker else {
      self = .none
      return
    }
    if let recorded = marker.keys.first(where: { $0.shortID == key.shortID }) {
      switch recorded.origin {
      case .delivered where recorded.isHalfPublished: self = .halfPublished
      case .delivered(let moment): self = .delivered(at: moment)
      case .elsewhere: self = .elsewhere
      }
    } else if let intent = marker.intent, intent.shortID == key.shortID || intent.isToken(of: key) {
      self = .intent
    } else {
      self = .none
    }
  }
}
