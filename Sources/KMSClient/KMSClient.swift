public import Credentials
public import HTTPTransport
public import KMSModel
public import Logging
public import Secrets

/// The KMS control plane over its OpenAPI, version 2016-01-20.
///
/// The operations stand in `Operations`, one file per kind; signing, retries and the bound on calls
/// in flight in `Calls`; what goes over the wire in `Wire`.
public struct KMSClient: KMSService {
  static let version = "2016-01-20"

  let caller: ServiceCaller

  /// Creates a client; what answers say has to be about this place.
  public init(
    endpoint: Endpoint, transport: any HTTPTransport, credentials: any CredentialsProvider,
    userAgent: String, logger: Logger, writePlacement: ParameterPlacement = .formBody,
    retry: RetryPolicy = RetryPolicy(), environment: CallEnvironment = .system,
    redactor: Redactor = Redactor(), place: ServicePlace = ServicePlace()
  ) {
    caller = ServiceCaller(
      builder: RequestBuilder(
        endpoint: endpoint, product: "kms", version: Self.version, userAgent: userAgent,
        writePlacement: writePlacement),
      transport: transport, credentials: credentials, retry: retry, environment: environment,
      logger: logger, redactor: redactor, place: place)
  }

  /// The service's time, from the newest answer; nothing before the first.
  public func serviceTime() async -> Timestamp? { await caller.clock.newest }

  /// What is known about the two clocks.
  public func clockReading() async -> ServiceClockReading { await caller.clock.reading }

  /// One page of a list.
  func list(
    _ operation: String, page: Int
  ) async throws(KMSFailure) -> NamePage {
    let call = ServiceCall(
      operation, ["PageNumber": String(page), "PageSize": String(NamePage.standardSize)])
    guard let names = try await caller.perform(call, as: PageWire.self).page(page) else {
      throw caller.malformed(call, "page \(page) of the list contradicts its own counts")
    }
    return names
  }
}
