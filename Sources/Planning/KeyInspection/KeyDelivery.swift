/// What the destinations of one current client key hold, place by place.
public struct KeyDelivery: Sendable, Hashable, Codable {
  /// Whether a place holds the key.
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// It does.
    case yes
    /// There is nothing of it.
    case vanished
    /// There is something else, or it is damaged.
    case changed
    /// Nobody can say: another machine's directory, a program, a read that failed.
    case cannotTell = "cannot-tell"
  }

  /// One destination.
  public struct Place: Sendable, Hashable, Codable {
    /// Where, for people: `directory /var/lib/app/kms`.
    public var destination: String
    /// Whether it holds the key.
    public var verdict: Verdict
    /// What was found; reads on after the destination.
    public var found: String

    /// Creates an entry.
    public init(_ destination: String, _ verdict: Verdict, _ found: String) {
      self.destination = destination
      self.verdict = verdict
      self.found = found
    }
  }

  /// The access point.
  public var accessPoint: String
  /// `KAAP.<uuid>`.
  public var keyID: String
  /// Every destination that was asked, in the manifest's order.
  public var places: [Place]

  /// Creates a finding.
  public init(accessPoint: String, keyID: String, places: [Place]) {
    self.accessPoint = accessPoint
    self.keyID = keyID
    self.places = places
  }

  /// The gravest of the places; where one cannot be asked, the whole is not known to be there.
  public var verdict: Verdict {
    let order: [Verdict] = [.vanished, .changed, .cannotTell]
    return order.first { verdict in places.contains { $0.verdict == verdict } } ?? .yes
  }

  /// The places that surely do not hold the key.
  public var lostPlaces: [Place] {
    places.filter { $0.verdict == .vanished || $0.verdict == .changed }
  }

  /// Whether any place surely does not hold the key.
  public var isLost: Bool { !lostPlaces.isEmpty }

  /// The command that delivers a new key to all destinations.
  public var nextStep: String { KeyCommandLine.rotate(accessPoint, "--now") }
}
