public import KMSModel

/// Where an application reaches the instance that its key is for, and whose certificates to trust.
public struct InstanceAccess: Sendable, Hashable {
  /// `kst-…`.
  public var id: String
  /// The endpoint.
  public var endpoint: InstanceEndpoint
  /// The instance's CA chain.
  public var certificateAuthorityPEM: String

  /// Creates an access.
  public init(id: String, endpoint: InstanceEndpoint, certificateAuthorityPEM: String) {
    self.id = id
    self.endpoint = endpoint
    self.certificateAuthorityPEM = certificateAuthorityPEM
  }
}
