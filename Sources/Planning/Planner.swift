public import KMSModel

/// Turns desired and live state into an ordered plan; pure, synchronous, the same for the same input.
public struct Planner: Sendable {
  /// The SHA-256 used for markers and the fingerprint.
  public var digest: DigestFunction

  /// Creates a planner.
  public init(digest: DigestFunction) { self.digest = digest }

  /// The plan that turns `live` into `desired`.
  public func plan(desired: DesiredState, live: LiveState, options: PlanOptions = .init()) -> Plan {
    let stack = desired.stack
    return Plan(
      stack: .init(
        name: stack.owner.stack, uid: stack.owner.uid, account: stack.account,
        region: stack.region))
  }
}
