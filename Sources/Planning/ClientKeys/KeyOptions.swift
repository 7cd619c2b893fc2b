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

  /// Creates options.
  public init(
    isKeyRun: Bool = false, rotateNow: Set<String> = [], compromised: Set<String> = [],
    retire: Set<String> = []
  ) {
    self.isKeyRun = isKeyRun
    self.rotateNow = rotateNow
    self.compromised = compromised
    self.retire = retire
  }
}
