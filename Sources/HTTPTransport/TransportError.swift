/// Why no HTTP answer came.
public struct TransportError: Error, Sendable, Equatable {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// The name did not resolve.
    case unresolvedHost
    /// Nobody listens, or the network is down.
    case connectionFailed
    /// The variable that names a proxy does not hold the URL of one.
    case malformedProxy
    /// The name of the proxy did not resolve.
    case unresolvedProxy
    /// The proxy does not listen.
    case unreachableProxy
    /// The proxy wants other credentials, or any.
    case unauthenticatedProxy
    /// The proxy did not open a tunnel.
    case proxyRefusal
    /// Nobody whom this machine trusts signed the server's certificate.
    case untrustedCertificate
    /// The server's certificate is for another host.
    case otherHostsCertificate
    /// The time of the server's certificate is over, or has not come.
    case expiredCertificate
    /// The file of certificate authorities could not be used.
    case unusableCAFile
    /// TLS failed for another reason.
    case tlsFailed
    /// The time was up.
    case timedOut
    /// The connection broke after the request began to leave.
    case connectionLost
    /// The answer was larger than the bound.
    case answerTooLarge
    /// The URL or scheme is not acceptable.
    case badURL
    /// The task was cancelled.
    case cancelled
    /// Anything else.
    case other
  }

  /// What went wrong.
  public var code: Code
  /// The library's words, for people.
  public var message: String
  /// Whether bytes of the request may have reached the server.
  public var mayHaveBeenSent: Bool

  /// Creates an error.
  public init(_ code: Code, _ message: String, mayHaveBeenSent: Bool) {
    self.code = code
    self.message = message
    self.mayHaveBeenSent = mayHaveBeenSent
  }
}
