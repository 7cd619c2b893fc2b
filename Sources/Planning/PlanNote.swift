public import KMSModel

/// Something that a plan does not do and somebody may have expected, with the way to have it done.
///
/// It is no difference: no step, no count, no exit status and no fingerprint knows of it.
public struct PlanNote: Sendable, Hashable, Codable {
  /// The object it is about, when it is about one.
  public var id: ResourceID?
  /// What is so.
  public var message: String
  /// What to do when it shall be otherwise.
  public var nextStep: String

  /// Creates a note.
  public init(_ id: ResourceID? = nil, _ message: String, nextStep: String) {
    self.id = id
    self.message = message
    self.nextStep = nextStep
  }
}
