internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Glibc

/// The sandbox's HTTP face; the only file that knows the HTTP library.
public struct SandboxServer: Sendable {
  // Held calls must outlive every client, so the library's own limit is out of the way.
  private static let requestTimeout: TimeInterval = 7 * 86_400
  private static let maximumBody = 4 << 20

  private let state: SandboxState
  private let routes: SandboxRoutes
  private let port: UInt16

  /// Creates a server on the loopback address; port 0 takes a free one.
  public init(
    _ state: SandboxState, port: UInt16 = 0,
    report: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.state = state
    self.port = port
    routes = SandboxRoutes(state, report: report)
  }

  /// Listens for the length of one call and hands out the handshake.
  public func run<Result: Sendable>(
    _ body: @escaping @Sendable (SandboxHandshake) async throws -> Result
  ) async throws -> Result {
    let configuration = HTTPServer.Configuration(
      address: try .inet(ip4: "127.0.0.1", port: port), timeout: Self.requestTimeout,
      sharedRequestReplaySize: Self.maximumBody, pool: PromptSocketPool(HTTPServer.defaultPool()),
      logger: .disabled)
    let server = HTTPServer(config: configuration, handler: SandboxHandler(routes: routes))
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await server.run()
        return nil
      }
      group.addTask {
        try await server.waitUntilListening()
        guard case .ip4(_, let port)? = await server.listeningAddress else { return nil }
        return try await body(state.handshake(endpoint: "http://127.0.0.1:\(port)"))
      }
      defer { group.cancelAll() }
      // The server ends only by failing; whichever comes first decides.
      guard let result = try await group.next() ?? nil else { throw CancellationError() }
      return result
    }
  }
}

/// Translates between the library's types and ours.
private struct SandboxHandler: HTTPHandler {
  let routes: SandboxRoutes

  @concurrent
  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    let body = try await request.bodyData
    let answer = await routes.answer(
      SandboxRequest(
        method: request.method.rawValue, path: request.target.path(),
        query: request.target.query(),
        headers: Dictionary(
          request.headers.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { $1 }),
        body: Array(body), peer: Self.peer(request.remoteAddress)))
    switch answer {
    case .hangUp: return HTTPResponse(webSocket: HangUp())
    case .response(let response):
      return HTTPResponse(
        statusCode: HTTPStatusCode(response.status, phrase: Self.phrase(response.status)),
        headers: HTTPHeaders(
          response.headers.reduce(into: [:]) { $0[HTTPHeader($1.key)] = $1.value }),
        body: Data(response.body.utf8))
    }
  }

  private static func peer(_ address: HTTPRequest.Address?) -> SandboxPeer {
    switch address {
    case .ip4(let ip, let port), .ip6(let ip, let port): SandboxPeer(address: ip, port: Int(port))
    case .unix, nil: SandboxPeer(address: "", port: 0)
    }
  }

  private static func phrase(_ status: Int) -> String { status < 400 ? "OK" : "Refused" }
}

/// Closes the connection without a byte.
///
/// The library closes a connection when the handler of an upgrade fails, and it writes the
/// response's head only after that; no other answer can end a connection before its first byte.
private struct HangUp: WSHandler {
  func makeFrames(
    for client: AsyncThrowingStream<WSFrame, any Error>
  ) async throws -> AsyncStream<WSFrame> {
    throw CancellationError()
  }
}

/// A pool whose sockets send at once.
///
/// The library writes head and body apart; without this the kernel would wait up to 40 ms for an
/// acknowledgement in between. Accepted connections inherit the option from the listening socket.
private struct PromptSocketPool<Base: AsyncSocketPool>: AsyncSocketPool {
  private let base: Base

  init(_ base: Base) { self.base = base }

  func prepare() async throws { try await base.prepare() }
  func run() async throws { try await base.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    let sendsAtOnce = BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY)
    try? socket.setValue(true, for: sendsAtOnce)
    try await base.suspendSocket(socket, untilReadyFor: events)
  }
}
