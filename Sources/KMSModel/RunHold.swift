/// Another run's open key issue, which is respected until its time is over.
public struct RunHold: Sendable, Hashable, Codable {
  /// The run.
  public var claim: RunClaim
  /// Whether it runs on this host, beside this run.
  public var isOnThisHost: Bool

  /// Creates a hold.
  public init(_ claim: RunClaim, isOnThisHost: Bool) {
    self.claim = claim
    self.isOnThisHost = isOnThisHost
  }

  /// The moment from which another run may go on where it stopped, unless it writes before.
  public var until: Timestamp { RunClaim.term.after(claim.since) }

  /// `run 1f9c37aa on another host (since 2026-11-30T21:00:00Z, respected until …)`.
  public var words: String {
    "run \(claim.run) on \(isOnThisHost ? "this" : "another") host (since \(claim.since), "
      + "respected until \(until))"
  }
}
