/// Which run holds an open key issue, for others that come upon it.
///
/// Nothing in it is private: numbers, and hashes of what tells machines and processes apart.
public struct RunClaim: Sendable, Hashable, Codable {
  /// Eight random hex digits, drawn once per run.
  public var run: String
  /// Eight hex digits of a hash of host, boot and process namespace: only runs with the same ones
  /// can tell whether this one still lives.
  public var host: String
  /// The process id and its start time in ticks since boot, in hex: `2a-1f9c3`.
  public var process: String
  /// When it was written, by the service's time.
  public var since: Timestamp

  /// Creates a claim.
  public init(run: String, host: String, process: String, since: Timestamp) {
    self.run = run
    self.host = host
    self.process = process
    self.since = since
  }

  /// The most characters of a process.
  public static let maximumProcessLength = 24
  /// How long a run that may still live is respected (decision 22).
  public static let term = TimeSpan(15, .minutes)
}
