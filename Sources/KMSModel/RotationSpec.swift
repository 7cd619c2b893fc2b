/// When a key is replaced.
public struct RotationSpec: Sendable, Hashable, Codable {
  /// How long before the end a successor is due.
  public enum RenewBefore: Sendable, Hashable, Codable {
    /// A length of time.
    case span(TimeSpan)
    /// A share of the validity, 1 to 99.
    case percent(Int)
  }

  /// How long before the end a successor is due.
  public var renewBefore: RenewBefore
  /// How long the predecessor lives on after its successor was delivered.
  public var overlap: TimeSpan
  /// When in the week a rotation may begin; nothing: at any time.
  public var window: RotationWindow?
  /// Days on which no rotation begins.
  public var freezes: [RotationFreeze]
  /// A program and its arguments that must say yes before a predecessor goes; empty: nobody is
  /// asked.
  public var retirementCheck: [String]

  /// Creates a rotation.
  public init(
    renewBefore: RenewBefore, overlap: TimeSpan, window: RotationWindow? = nil,
    freezes: [RotationFreeze] = [], retirementCheck: [String] = []
  ) {
    self.renewBefore = renewBefore
    self.overlap = overlap
    self.window = window
    self.freezes = freezes
    self.retirementCheck = retirementCheck
  }

  /// What a manifest that says nothing gets.
  public static let standard = RotationSpec(
    renewBefore: .span(TimeSpan(60, .days)), overlap: TimeSpan(30, .days))
}
