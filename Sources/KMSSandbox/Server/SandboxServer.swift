internal import FlyingSocks
internal import Foundation
internal import Glibc

/// The sandbox's HTTP face, on the loopback address only.
public struct SandboxServer: Sendable {
  private let state: SandboxState
  private let routes: SandboxRoutes
  private let port: UInt16

  /// Creates a server; port 0 takes a free one. `report` gets a line per call.
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
    let pool: some AsyncSocketPool = .make()
    try await pool.prepare()
    let socket = try listen()
    defer { try? socket.close() }
    let listener = try AsyncSocket(socket: socket, pool: pool)
    let handshake = await state.handshake(endpoint: try Self.endpoint(of: socket))
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await pool.run()
        return nil
      }
      group.addTask {
        try await accept(from: listener)
        return nil
      }
      group.addTask { try await body(handshake) }
      defer { group.cancelAll() }
      // The first two end only by failing, so what comes first is the body's result.
      guard let result = try await group.next() ?? nil else { throw CancellationError() }
      return result
    }
  }

  private func listen() throws -> Socket {
    do { return try openSocket() } catch {
      throw SandboxServerError(
        description: "cannot listen on 127.0.0.1:\(port): \(error.localizedDescription)")
    }
  }

  private func openSocket() throws -> Socket {
    let socket = try Socket(domain: AF_INET)
    try socket.setValue(true, for: .localAddressReuse)
    // Connections inherit this: an answer is not held back for the acknowledgement of the last.
    try socket.setValue(
      true, for: BoolSocketOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY))
    try socket.bind(to: .inet(ip4: "127.0.0.1", port: port))
    try socket.listen()
    return socket
  }

  private func accept(from listener: AsyncSocket) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      while let socket = try await Self.next(listener) {
        group.addTask {
          var connection = HTTPConnection(socket, routes: routes)
          await connection.serve()
        }
      }
    }
  }

  /// The next connection; nothing when the listener is closed.
  ///
  /// One that the system has no room for stays in its queue until others have ended.
  private static func next(_ listener: AsyncSocket) async throws -> AsyncSocket? {
    while true {
      do {
        return try await listener.accept()
      } catch SocketError.disconnected {
        return nil
      } catch SocketError.failed(_, let number, _) where passing.contains(number) {
        try await Task.sleep(for: retryPause)
      }
    }
  }

  /// What ends by itself: no descriptors or memory left, or a client that went before its turn.
  private static let passing: Set = [EMFILE, ENFILE, ENOBUFS, ENOMEM, ECONNABORTED, EINTR, EPROTO]
  private static let retryPause: Duration = .milliseconds(20)

  private static func endpoint(of socket: Socket) throws -> String {
    guard case .ip4(let address, let port) = try socket.sockname() else {
      throw SocketError.unsupportedAddress
    }
    return "http://\(address):\(port)"
  }
}

/// Why the sandbox does not listen.
public struct SandboxServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where it wanted to, and what the system said.
  public var description: String
}
