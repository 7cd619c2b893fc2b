/// Which run this is, and which other ones are surely over (decision 22).
public struct RunRegistry: Sendable {
  /// How an open key issue stands to this run.
  public enum Standing: Sendable, Hashable {
    /// This run's own.
    case own
    /// Nobody's any more: its run is over, never said who it was, or has had its time; then it may
    /// live all the same.
    case abandoned(mayLive: Bool)
    /// Another run's, which is respected.
    case held(RunHold)
  }

  /// Eight random hex digits.
  public let run: String
  /// Eight hex digits for everything that must be the same for a process id to tell anything.
  public let host: String
  /// The process id and its start time.
  public let process: String
  private let isOver: @Sendable (RunClaim) -> Bool

  /// Creates a registry; `isOver` is asked about runs with the same host only, and says yes only
  /// where it is proven.
  public init(
    run: String, host: String, process: String, isOver: @escaping @Sendable (RunClaim) -> Bool
  ) {
    self.run = run
    self.host = host
    self.process = process
    self.isOver = isOver
  }

  /// A run of which nobody can tell whether it is over, and that can tell of nobody.
  public static func solitary() -> RunRegistry {
    RunRegistry(run: drawn(), host: drawn(), process: "0") { _ in false }
  }

  private static func drawn() -> String {
    let digits = String(UInt32.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  /// This run's claim, written at a moment of the service's time.
  public func claim(at now: Timestamp) -> RunClaim {
    RunClaim(run: run, host: host, process: process, since: now)
  }

  /// Whether a claim is this run's, whenever it was written.
  public func isOwn(_ claim: RunClaim?) -> Bool {
    claim?.run == run && claim?.host == host && claim?.process == process
  }

  /// How an open issue stands.
  ///
  /// A claim from further ahead than its term is none that a kmsctl could have written.
  public func standing(of intent: KeyIntent, at now: Timestamp) -> Standing {
    guard let claim = intent.run else { return .abandoned(mayLive: false) }
    guard !isOwn(claim) else { return .own }
    let isOnThisHost = claim.host == host
    if isOnThisHost, isOver(claim) { return .abandoned(mayLive: false) }
    let term = RunClaim.term.nominalSeconds
    guard abs(now.seconds(since: claim.since)) < term else { return .abandoned(mayLive: true) }
    return .held(RunHold(claim, isOnThisHost: isOnThisHost))
  }

  /// The other run that holds an open issue; nothing when this one may go on with it.
  public func hold(of intent: KeyIntent?, at now: Timestamp) -> RunHold? {
    guard let intent, case .held(let hold) = standing(of: intent, at: now) else { return nil }
    return hold
  }
}
