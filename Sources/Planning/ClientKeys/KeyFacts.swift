public import KMSModel

/// Everything that is known about the client keys of one access point at one moment.
public struct KeyFacts: Sendable {
  /// The access point, named so that no other one anywhere has the same name.
  public struct Place: Sendable, Hashable {
    /// The account's number.
    public var account: String
    /// The region.
    public var region: String
    /// The access point's name.
    public var accessPoint: String

    /// Creates a name.
    public init(account: String, region: String, accessPoint: String) {
      self.account = account
      self.region = region
      self.accessPoint = accessPoint
    }
  }

  /// The access point.
  public var place: Place
  /// Every key that lives on it, whoever made it.
  public var keys: [LiveClientKey]
  /// This stack's marker on it; nothing when it is not this stack's.
  public var marker: Marker?
  /// The other run that holds the marker's open issue; nothing when this one may go on with it.
  public var hold: RunHold?
  /// The keys of others that the stack accepts (`spec.external`), by their full ids.
  public var accepted: Set<String>
  /// What the manifest says; nothing when no key is declared.
  public var spec: ClientKeySpec?
  /// The service's time.
  public var now: Timestamp
  /// Makes the access point's share of the jitter.
  public var digest: DigestFunction

  /// Creates facts.
  public init(
    place: Place, keys: [LiveClientKey], marker: Marker?, hold: RunHold? = nil,
    accepted: Set<String> = [], spec: ClientKeySpec?, now: Timestamp, digest: DigestFunction
  ) {
    self.place = place
    self.keys = keys
    self.marker = marker
    self.hold = hold
    self.accepted = accepted
    self.spec = spec
    self.now = now
    self.digest = digest
  }
}
