/// The look that a write takes before it is sent again, or late.
///
/// Between the look that a write was decided from and the moment it leaves, a wait may lie: for
/// flow control, for a service that is down, for new credentials. What was true before it may be
/// another team's afterwards, so it is looked at again (decision 22).
public struct Recheck: Sendable {
  /// What was found.
  public enum Finding: Sendable {
    /// All is as the write was decided from.
    case asBefore
    /// What the write was for is there already.
    case done
  }

  private let body: @Sendable () async throws(KMSFailure) -> Finding

  /// A look that throws a failure with the cause `overtaken` when the write may not be sent any
  /// more.
  public init(_ look: @escaping @Sendable () async throws(KMSFailure) -> Finding) { body = look }

  /// For a write that nobody else's doing can make wrong.
  public static let none = Recheck { () async throws(KMSFailure) in .asBefore }

  /// Looks; throws when the write may not be sent any more.
  public func look() async throws(KMSFailure) -> Finding { try await body() }
}
