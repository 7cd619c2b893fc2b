public import KMSModel
public import Secrets

/// What a connection is opened with; only flags and environment, never a file of the repository.
public struct ConnectionRequest: Sendable {
  /// Credentials that are given, not looked for: the sandbox's.
  public struct GivenCredentials: Sendable {
    /// The access key's public half.
    public var accessKeyID: String
    /// The access key's secret half.
    public var accessKeySecret: Secret
  }

  /// The region.
  public var region: String
  /// The account whose objects are asked for; nothing outside of a stack.
  public var account: String?
  /// The profile to take credentials from.
  public var profile: String?
  /// The service's URL, instead of the region's.
  public var endpoint: String?
  /// The URL of STS, instead of the region's.
  public var stsEndpoint: String?
  /// A PEM file of certificate authorities, instead of the system's.
  public var caFile: String?
  /// Credentials that are given.
  public var given: GivenCredentials?
  /// The `User-Agent` of every request.
  public var userAgent: String
  /// Takes the lines of the debug log; nothing when nobody wants them.
  public var debugLine: (@Sendable (String) -> Void)?
}

/// An open connection to the service.
public struct Connection: Sendable {
  /// Who the service says we are.
  public struct Identity: Sendable, Hashable {
    /// The account's number.
    public var account: String
    /// The ARN of the caller.
    public var arn: String
    /// The kind of caller, for example `RAMUser`.
    public var kind: String

    /// Creates an identity.
    public init(account: String, arn: String, kind: String) {
      self.account = account
      self.arn = arn
      self.kind = kind
    }
  }

  /// The service.
  public var service: any KMSService
  /// The service's secrets; nothing when they cannot be delivered to.
  public var secrets: (any KMSSecretService)?
  /// Asks STS who we are.
  public var identity: @Sendable () async throws -> Identity
  /// Where the credentials come from, for people.
  public var credentialsSource: String
  /// The profile they come from, when it is one.
  public var profile: String?
  /// The access key's public half.
  public var accessKeyID: String?
  /// The service's URL.
  public var endpoint: String
  /// Whether that is one of the region's own hosts.
  public var isUsualEndpoint: Bool
  /// The region.
  public var region: String

  /// Creates a connection.
  public init(
    service: any KMSService, secrets: (any KMSSecretService)? = nil,
    identity: @escaping @Sendable () async throws -> Identity,
    credentialsSource: String, profile: String? = nil, accessKeyID: String? = nil,
    endpoint: String, isUsualEndpoint: Bool = true, region: String
  ) {
    self.service = service
    self.secrets = secrets
    self.identity = identity
    self.credentialsSource = credentialsSource
    self.profile = profile
    self.accessKeyID = accessKeyID
    self.endpoint = endpoint
    self.isUsualEndpoint = isUsualEndpoint
    self.region = region
  }
}
