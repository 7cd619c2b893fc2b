public import Diagnostics
public import KMSModel

/// A client key that another run is issuing: its access point is left to that run.
///
/// Nothing is written there; the rest of the plan is carried out, and the run ends with 5.
public struct HeldKey: Sendable, Hashable, Codable {
  /// How reports call it.
  public static let rule = "held-by-another-run"

  /// The client key.
  public var id: ResourceID
  /// Eight hex digits of the run.
  public var run: String
  /// Whether it runs on this host.
  public var isOnThisHost: Bool
  /// When it last wrote, by the service's time.
  public var since: Timestamp
  /// Until when it is respected, unless it writes before.
  public var until: Timestamp
  /// What was found.
  public var message: String
  /// What to do.
  public var nextStep: String
  /// Where the manifest says it.
  public var place: SourceLocation?

  /// Creates an entry.
  public init(id: ResourceID, hold: RunHold, place: SourceLocation? = nil) {
    self.id = id
    run = hold.claim.run
    isOnThisHost = hold.isOnThisHost
    since = hold.claim.since
    until = hold.until
    message = "\(id.shortForm) is being issued by another run: \(hold.words)"
    nextStep = "let that run end, or wait for it with --wait"
    self.place = place
  }
}
