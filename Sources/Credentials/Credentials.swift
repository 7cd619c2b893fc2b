public import Secrets

/// What signs a request.
public struct Credentials: Sendable, Equatable {
  /// The access key's public half.
  public var accessKeyID: String
  /// The access key's secret half.
  public var accessKeySecret: Secret
  /// The token that goes with temporary keys.
  public var securityToken: Secret?
  /// Where they came from, for people: `whoami` prints it.
  public var source: String
  /// The name that travels in `x-acs-credentials-provider`: `static_ak`, `static_sts`, ….
  public var providerName: String

  /// Creates credentials.
  public init(
    accessKeyID: String, accessKeySecret: Secret, securityToken: Secret? = nil, source: String,
    providerName: String
  ) {
    self.accessKeyID = accessKeyID
    self.accessKeySecret = accessKeySecret
    // An empty token is none.
    self.securityToken = securityToken.flatMap { $0.byteCount == 0 ? nil : $0 }
    self.source = source
    self.providerName = providerName
  }
}
