/// Something that can carry one HTTP request to its server and back, once.
///
/// Retries, signing and rate limits live above; connections, time-outs and TLS live below.
public protocol HTTPTransport: Sendable {
  /// Sends a request and waits for its whole answer; throws when none came.
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
