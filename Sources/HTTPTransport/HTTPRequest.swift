/// One HTTP request, complete: nothing is added but `Host`, `Content-Length` and `Accept-Encoding`.
public struct HTTPRequest: Sendable {
  /// The methods the service uses.
  public enum Method: String, Sendable {
    /// Reads.
    case get = "GET"
    /// Everything else.
    case post = "POST"
    /// The ECS metadata token.
    case put = "PUT"
  }

  /// The method.
  public var method: Method
  /// The absolute URL, already percent-encoded.
  public var url: String
  /// Header fields in the order they are sent.
  public var headers: [(name: String, value: String)]
  /// The body; empty for none.
  public var body: [UInt8]
  /// The longest wait for the whole answer: for a free connection, the name, the connection, TLS
  /// and every byte together.
  public var timeout: Duration
  /// Whether it does no harm when the server gets the request twice.
  ///
  /// HTTP libraries send a request again by themselves when a kept connection breaks before the
  /// first byte of the answer, whatever the method; a request that is not repeatable gets a
  /// connection of its own, where that does not happen.
  public var isRepeatable: Bool

  /// Creates a request.
  public init(
    _ method: Method, url: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], timeout: Duration = .seconds(30), isRepeatable: Bool = true
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.isRepeatable = isRepeatable
  }
}
