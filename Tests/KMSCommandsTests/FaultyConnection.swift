import Credentials
import Foundation
import HTTPTransport
import KMSClient
import KMSModel
import Logging
import Secrets

@testable import KMSCommands
@testable import KMSSandbox

/// The sandbox without sockets, but for one operation, which is always answered in the same way.
struct FaultyTransport: HTTPTransport {
  let routes: SandboxRoutes
  let operation: String
  let answer: Result<HTTPResponse, TransportError>
  let hasTime: Bool

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    if request.headers.contains(where: { $0.name == "x-acs-action" && $0.value == operation }) {
      return try answer.get()
    }
    let rest = request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
    let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let headers = request.headers.reduce(into: ["host": Self.host]) { $0[$1.name] = $1.value }
    let answer = await routes.answer(
      SandboxRequest(
        method: request.method.rawValue, path: String(parts.first ?? "/"),
        query: parts.count > 1 ? String(parts[1]) : "", headers: headers, body: request.body))
    guard case .response(let response) = answer else {
      throw TransportError(.connectionLost, "hung up", mayHaveBeenSent: true)
    }
    return HTTPResponse(
      status: response.status,
      headers: response.headers.map { ($0.key.lowercased(), $0.value) }
        .filter { hasTime || $0.0 != "date" },
      body: Array(response.body.utf8))
  }

  static let host = "127.0.0.1:1"
}

/// A connection whose every part but the wire is real: signing, judging, retrying.
struct FaultyConnection {
  static let now = Timestamp(secondsSinceEpoch: 1_795_564_800)

  let client: KMSClient
  let sts: STSClient
  let accessKeyID: String

  init(
    failing operation: String, with answer: Result<HTTPResponse, TransportError>,
    token: String? = nil, hasTime: Bool = true
  ) async throws {
    let state = try SandboxState(hostClock: { Self.now })
    let handshake = await state.handshake(endpoint: "")
    let transport = FaultyTransport(
      routes: SandboxRoutes(state), operation: operation, answer: answer, hasTime: hasTime)
    var environment = CallEnvironment.system
    environment.now = { Self.now }
    environment.uptime = { .zero }
    environment.sleep = { _ in }
    let credentials = StaticCredentialsProvider(
      Credentials(
        accessKeyID: handshake.accessKeyID, accessKeySecret: Secret(handshake.accessKeySecret),
        source: "test", providerName: "static_ak"))
    let endpoint = try Endpoint(parsing: "http://" + FaultyTransport.host)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    client = KMSClient(
      endpoint: endpoint, transport: transport, credentials: credentials, userAgent: "test",
      logger: logger, environment: environment)
    sts = STSClient(
      endpoint: endpoint, transport: transport, credentials: credentials, userAgent: "test",
      logger: logger, environment: environment)
    accessKeyID = handshake.accessKeyID
  }

  var connection: Connection {
    let sts = sts
    return Connection(
      service: client, secrets: client,
      identity: {
        let identity = try await sts.callerIdentity()
        return .init(account: identity.accountID, arn: identity.arn, kind: identity.identityType)
      }, credentialsSource: "environment (ALIBABA_CLOUD_ACCESS_KEY_ID)", accessKeyID: accessKeyID,
      endpoint: "http://127.0.0.1:1/", region: "cn-hangzhou")
  }
}
