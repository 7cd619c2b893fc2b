internal import Credentials
internal import CurlTransport
internal import FoundationEssentials
internal import Glibc
internal import KMSClient
internal import KMSModel
internal import Logging

/// Opens connections to the real service over libcurl.
struct LiveConnection {
  private struct Found {
    var provider: any CredentialsProvider
    var source: String
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
    let transport = try CurlClient(caFile: request.caFile)
    let logger = LineLogHandler.logger(request.debugLine)
    let sts = STSClient(
      endpoint: endpoints.sts, transport: transport, credentials: credentials.provider,
      userAgent: request.userAgent, logger: logger)
    let client = KMSClient(
      endpoint: endpoints.kms, transport: transport, credentials: credentials.provider,
      userAgent: request.userAgent, logger: logger)
    return Connection(
      service: client, secrets: client,
      identity: {
        let identity = try await sts.callerIdentity()
        return .init(
          account: identity.accountID, arn: identity.arn, kind: identity.identityType)
      }, credentialsSource: credentials.source, endpoint: endpoints.kms.url,
      isUsualEndpoint: endpoints.hasUsualHost, region: request.region)
  }

  private func resolve(_ request: ConnectionRequest) throws(CredentialsError) -> Found {
    if let given = request.given {
      let value = Credentials(
        accessKeyID: given.accessKeyID, accessKeySecret: given.accessKeySecret,
        source: "the sandbox's own", providerName: "static_ak")
      return Found(provider: StaticCredentialsProvider(value), source: value.source)
    }
    let resolver = CredentialsResolver(
      environment: environment, homeDirectory: environment["HOME"], readFile: Self.readFile)
    let found = try resolver.resolve(profile: request.profile)
    return Found(
      provider: found.provider, source: found.source, endpointType: found.profile?.endpointType)
  }

  @Sendable private static func readFile(_ path: String) throws -> [UInt8]? {
    // A file that cannot be seen is not one that is not there: others would take its place.
    guard access(path, F_OK) == 0 || errno != ENOENT && errno != ENOTDIR else { return nil }
    return Array(try Data(contentsOf: URL(filePath: path)))
  }
}
