/// What a pipeline may want to fail on.
public enum KeyFinding: String, Sendable, Hashable, Codable, CaseIterable {
  /// A rotation is due, held back or not.
  case due
  /// A key has ended and is still there.
  case expired
  /// An access point has a key declared and none to use.
  case missing
  /// No marker knows a key on this stack's access point.
  case unrecorded
  /// A key whose private half went with a lost answer.
  case orphan
  /// An interrupted run left a key half delivered.
  case pending
  /// A predecessor's overlap is over.
  case retirable
  /// A destination of the key in use does not hold it any more, or holds something else.
  case vanished
  /// A key is needed, or perhaps needed, and its access point has no place for one.
  case stuck
}
