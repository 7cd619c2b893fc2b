internal import Credentials
internal import CurlTransport
internal import Files
internal import HTTPTransport
internal import KMSClient
internal import KMSModel
internal import Logging
internal import Secrets

/// Opens connections to the real service over libcurl.
struct LiveConnection {
  private struct Found {
    var provider: any CredentialsProvider
    var source: String
    var profile: String?
    var accessKeyID: String?
    var endpointType: String?
  }

  let environment: [String: String]

  /// Opens one; nothing is sent yet.
  func open(_ request: ConnectionRequest) async throws -> Connection {
    let credentials = try resolve(request)
    let endpoints: ServiceEndpoints
    do throws(EndpointError) {
      endpoints = try ServiceEndpoints(
        region: request.region, endpoint: request.endpoint, stsEndpoint: request.stsEndpoint,
        endpointType: credentials.endpointType, environment: environment)
    } catch {
      throw CommandFailure(.usage, error.description)
    }
    let proxies = ProxySettings(environment: environment)
    try Self.check(proxies, endpoints)
    let transport = try CurlClient(caFile: request.caFile, proxies: proxies)
    let redactor = Redactor(EnvironmentSecrets.all(in: environment))
    let logger = LineLogHandler.logger(request.debugLine)
    let sts = STSClient(
      endpoint: endpoints.sts, transport: transport, credentials: credentials.provider,
      userAgent: request.userAgent, logger: logger, redactor: redactor)
    let client = KMSClient(
      endpoint: endpoints.kms, transport: transport, credentials: credentials.provider,
      userAgent: request.userAgent, logger: logger, redactor: redactor,
      place: ServicePlace(
        account: request.account, region: request.account == nil ? nil : request.region))
    return Connection(
      service: client, secrets: client,
      identity: {
        let identity = try await sts.callerIdentity()
        return .init(
          account: identity.accountID, arn: identity.arn, kind: identity.identityType)
      }, credentialsSource: credentials.source, profile: credentials.profile,
      accessKeyID: credentials.accessKeyID, endpoint: endpoints.kms.url,
      isUsualEndpoint: endpoints.hasUsualHost, region: request.region)
  }

  /// A variable that cannot name a proxy is told before anything is sent.
  private static func check(
    _ proxies: ProxySettings, _ endpoints: ServiceEndpoints
  ) throws(CommandFailure) {
    for endpoint in [endpoints.sts, endpoints.kms] {
      let choice = proxies.choice(host: endpoint.host, isEncrypted: endpoint.isEncrypted)
      guard case .malformed(let variable, let problem) = choice else { continue }
      throw CommandFailure(
        KMSFailure(
          cause: .malformedProxy, operation: "",
          message: "\(variable) does not hold the URL of a proxy: \(problem)"))
    }
  }

  private func resolve(_ request: ConnectionRequest) throws(CredentialsError) -> Found {
    if let given = request.given {
      let value = Credentials(
        accessKeyID: given.accessKeyID, accessKeySecret: given.accessKeySecret,
        source: "the sandbox's own", providerName: "static_ak")
      return Found(
        provider: StaticCredentialsProvider(value), source: value.source,
        accessKeyID: value.accessKeyID)
    }
    let resolver = CredentialsResolver(
      environment: environment, homeDirectory: environment["HOME"], readFile: Self.readFile)
    let found = try resolver.resolve(profile: request.profile)
    return Found(
      provider: found.provider, source: found.source, profile: found.profile?.name,
      accessKeyID: found.accessKeyID, endpointType: found.profile?.endpointType)
  }

  @Sendable private static func readFile(_ path: String) throws(FileFault) -> [UInt8]? {
    do {
      return try BoundedFile.read(path, atMost: CredentialsResolver.maximumFileBytes)
    } catch {
      // A file that cannot be seen is not one that is not there: others would take its place.
      guard error.isMissing else { throw error }
      return nil
    }
  }
}
