/// What the command line says about client keys.
public struct KeyOptions: Sendable, Hashable {
  /// Whether the run is about client keys alone (`kmsctl key rotate`, `key retire`): no other object
  /// is written, and keys are issued even when the stack leaves that to `key rotate`.
  public var isKeyRun: Bool
  /// Access points whose key is rotated although it is not due, `--now`.
  public var rotateNow: Set<String>
  /// Access points whose keys are compromised: a successor is issued and published, then every
  /// recorded older key goes at once.
  public var compromised: Set<String>
  /// Client keys, by full id, that go now.
  public var retire: Set<String>
  /// How many keys this run has issued already: what `keys.maxIssuesPerRun` still allows is less.
  public var usedIssues: Int

  /// Creates options.
  public init(
    isKeyRun: Bool = false, rotateNow: Set<String> = [], compromised: Set<String> = [],
    retire: Set<String> = [], usedIssues: Int = 0
  ) {
    self.isKeyRun = isKeyRun
    self.rotateNow = rotateNow
    self.compromised = compromised
    self.retire = retire
    self.usedIssues = usedIssues
  }

  /// The options for planning again after a plan was carried out: what was asked for is done, and
  /// the issues are used up.
  public func after(_ plan: Plan) -> KeyOptions {
    let issues = plan.steps.count {
      if case .issueClientKey(let issue) = $0.operation { !issue.isRecovery } else { false }
    }
    return KeyOptions(isKeyRun: isKeyRun, usedIssues: usedIssues + issues)
  }
}
