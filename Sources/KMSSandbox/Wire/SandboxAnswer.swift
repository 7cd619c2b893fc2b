/// What becomes of a request.
public enum SandboxAnswer: Sendable {
  /// A response goes out.
  case response(SandboxResponse)
  /// The connection is closed without a byte, as after a crash or a cut cable.
  case hangUp
}

/// A response to be sent, without a type of the HTTP server.
public struct SandboxResponse: Sendable, Hashable {
  /// The HTTP status.
  public var status: Int
  /// Header values by name.
  public var headers: [String: String]
  /// The body.
  public var body: String

  /// Creates a response.
  public init(status: Int, headers: [String: String], body: String) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
