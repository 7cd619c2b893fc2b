/// How a command ended; `docs/exit-codes.md` explains every one.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// It worked; for `drift`, nothing differs.
  case success = 0
  /// It did not work.
  case error = 1
  /// There are changes or drift.
  case changes = 2
  /// The plan holds a refusal.
  case refused = 3
  /// No or wrong credentials, no permission, or the wrong account.
  case denied = 4
  /// Applied in part, or live state did not converge.
  case incomplete = 5
  /// The plan is not the one that was expected.
  case stale = 6
  /// Somebody else holds the lock.
  case locked = 7
  /// The command line cannot be used.
  case usage = 64
  /// The manifests are invalid.
  case invalidManifests = 65
  /// Interrupted by the user.
  case interrupted = 130

  /// The status in a word or two, as JSON documents have it.
  public var reason: String {
    switch self {
    case .success: "success"
    case .error: "error"
    case .changes: "changes"
    case .refused: "refused"
    case .denied: "denied"
    case .incomplete: "incomplete"
    case .stale: "stale-plan"
    case .locked: "locked"
    case .usage: "usage"
    case .invalidManifests: "invalid-manifests"
    case .interrupted: "interrupted"
    }
  }

  /// What a run ends with that several things happened to: the gravest.
  public static func gravest(_ statuses: [ExitStatus]) -> ExitStatus {
    statuses.max { $0.gravity < $1.gravity } ?? .success
  }

  /// 130, then 64 and 65, then 4 and 1, and so on; equal gravity keeps the order of this list.
  private var gravity: Int {
    let order: [ExitStatus] = [
      .success, .changes, .refused, .stale, .locked, .error, .denied, .incomplete,
      .invalidManifests, .usage, .interrupted,
    ]
    return order.firstIndex(of: self) ?? 0
  }
}
