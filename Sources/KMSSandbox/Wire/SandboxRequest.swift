/// A request as it came in, without a type of the HTTP server.
public struct SandboxRequest: Sendable {
  /// `GET` or `POST`.
  public var method: String
  /// The path, percent-encoded.
  public var path: String
  /// What stands behind the question mark, percent-encoded.
  public var query: String
  /// Header values by lower-case name.
  public var headers: [String: String]
  /// The body.
  public var body: [UInt8]
  /// The client's address; tells connections apart and proves that it is a loopback one.
  public var peer: SandboxPeer

  /// Creates a request; header names may have any case.
  public init(
    method: String, path: String = "/", query: String = "", headers: [String: String],
    body: [UInt8] = [], peer: SandboxPeer = SandboxPeer(address: "127.0.0.1", port: 0)
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers.reduce(into: [:]) { $0[$1.key.lowercased()] = $1.value }
    self.body = body
    self.peer = peer
  }
}

/// The other end of a connection.
public struct SandboxPeer: Sendable, Hashable {
  /// The IP address.
  public var address: String
  /// The port.
  public var port: Int

  /// Creates a peer.
  public init(address: String, port: Int) {
    self.address = address
    self.port = port
  }
}
