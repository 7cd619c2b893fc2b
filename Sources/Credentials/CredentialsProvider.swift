/// Something that has credentials now, and new ones when those have run out.
///
/// Which provider is used is decided once, by `CredentialsResolver`, from what is set; fetching
/// (from a role, a metadata service, a command) happens here, before each call.
public protocol CredentialsProvider: Sendable {
  /// Credentials that are good now.
  func credentials() async throws(CredentialsError) -> Credentials
}

/// Credentials that never change.
public struct StaticCredentialsProvider: CredentialsProvider {
  private let value: Credentials

  /// Wraps credentials.
  public init(_ value: Credentials) { self.value = value }

  /// The same every time.
  public func credentials() async throws(CredentialsError) -> Credentials { value }
}
