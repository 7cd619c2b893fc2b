public import Credentials
public import HTTPTransport
public import KMSModel
public import Logging
public import Secrets

/// The security token service, as far as kmsctl needs it: who is calling.
public struct STSClient: Sendable {
  static let version = "2015-04-01"

  private let caller: ServiceCaller

  /// Creates a client.
  public init(
    endpoint: Endpoint, transport: any HTTPTransport, credentials: any CredentialsProvider,
    userAgent: String, logger: Logger, retry: RetryPolicy = RetryPolicy(),
    environment: CallEnvironment = .system,
    redactor: Redactor = Redactor()
  ) {
    caller = ServiceCaller(
      builder: RequestBuilder(
        endpoint: endpoint, product: "sts", version: Self.version, userAgent: userAgent,
        writePlacement: .formBody),
      transport: transport, credentials: credentials, retry: retry, environment: environment,
      logger: logger, redactor: redactor, place: ServicePlace())
  }

  /// Who the credentials belong to.
  public func callerIdentity() async throws(KMSFailure) -> CallerIdentity {
    let call = ServiceCall("GetCallerIdentity")
    let wire = try await caller.perform(call, as: CallerIdentityWire.self)
    // `acs:ram::<account>:user/<name>` and the like: both have to name one account.
    guard
      wire.arn.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        .dropFirst(3).first?.elementsEqual(wire.accountID.text.utf8) == true
    else {
      throw caller.malformed(call, "field 'Arn' of the answer contradicts field 'AccountId'")
    }
    return CallerIdentity(
      accountID: wire.accountID.text, arn: wire.arn, principalID: wire.principalID.text,
      identityType: wire.identityType)
  }
}

/// Who is calling.
public struct CallerIdentity: Sendable, Hashable {
  /// The account's number.
  public var accountID: String
  /// `acs:ram::<account>:user/<name>` and the like.
  public var arn: String
  /// The id of the user or role session.
  public var principalID: String
  /// `Account`, `RAMUser` or `AssumedRoleUser`.
  public var identityType: String

  /// Creates an identity.
  public init(accountID: String, arn: String, principalID: String, identityType: String) {
    self.accountID = accountID
    self.arn = arn
    self.principalID = principalID
    self.identityType = identityType
  }
}

private struct CallerIdentityWire: Decodable {
  var accountID: LooseText
  var arn: String
  var principalID: LooseText
  var identityType: String

  enum CodingKeys: String, CodingKey {
    case accountID = "AccountId"
    case arn = "Arn"
    case principalID = "PrincipalId"
    case identityType = "IdentityType"
  }
}
