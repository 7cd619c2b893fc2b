public import HTTPTransport
public import KMSModel

extension FailureCause {
  /// What is behind an answer that never came.
  public init(_ code: TransportError.Code) {
    self =
      switch code {
      case .unresolvedHost: .unresolvedHost
      case .connectionFailed: .refusedConnection
      case .timedOut: .timedOut
      case .connectionLost: .lostConnection
      case .malformedProxy: .malformedProxy
      case .unresolvedProxy, .unreachableProxy: .unreachableProxy
      case .unauthenticatedProxy: .unauthenticatedProxy
      case .proxyRefusal: .proxyRefusal
      case .untrustedCertificate: .untrustedCertificate
      case .otherHostsCertificate: .otherHostsCertificate
      case .expiredCertificate: .expiredCertificate
      case .unusableCAFile: .unusableCAFile
      case .tlsFailed: .failedHandshake
      case .badURL: .unusableURL
      case .answerTooLarge: .foreignAnswer
      case .cancelled: .interrupted
      case .other: .other
      }
  }
}
