/// How things stand after the last look of an apply.
public enum ApplyStanding: Sendable, Hashable {
  /// Nobody looked: a step failed, or the look is still to come.
  case unseen
  /// Live state is what the plan wanted.
  case asPlanned
  /// As planned, but for access points that have no place for a client key or are another run's.
  case left(isStuck: Bool, isHeld: Bool)
  /// No step failed, and something is not as it should be: it did not converge, delivered files
  /// are gone, or a client key is there that nobody recorded.
  case otherwise
}
