internal import CCurl
internal import HTTPTransport

extension TransportError {
  /// The error behind a libcurl code.
  init(curl code: CURLcode, _ message: String, mayHaveBeenSent: Bool) {
    let kind: Code =
      switch code {
      case CURLE_COULDNT_RESOLVE_HOST: .unresolvedHost
      case CURLE_COULDNT_RESOLVE_PROXY: .unresolvedProxy
      case CURLE_COULDNT_CONNECT: .connectionFailed
      case CURLE_PROXY: .proxyRefusal
      case CURLE_PEER_FAILED_VERIFICATION: .untrustedCertificate
      // Without the CA file nothing can be trusted, and trying again does not bring it back.
      case CURLE_SSL_CACERT_BADFILE: .unusableCAFile
      case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER,
        CURLE_SSL_ENGINE_INITFAILED:
        .tlsFailed
      case CURLE_OPERATION_TIMEDOUT: .timedOut
      case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_HTTP2,
        CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY:
        .connectionLost
      case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .badURL
      default: .other
      }
    self.init(kind, message, mayHaveBeenSent: mayHaveBeenSent || kind == .connectionLost)
  }

  /// The error of a cancelled task.
  static func cancelled(mayHaveBeenSent: Bool) -> TransportError {
    TransportError(.cancelled, "the request was cancelled", mayHaveBeenSent: mayHaveBeenSent)
  }

  /// The error of a transfer that libcurl never began: all connections to its host were busy.
  static func timedOut(mayHaveBeenSent: Bool) -> TransportError {
    TransportError(
      .timedOut, "timed out while other requests held all connections to the server",
      mayHaveBeenSent: mayHaveBeenSent)
  }

  /// What a variable's fault is: nothing of its value may be quoted.
  static func malformedProxy(_ variable: String, _ problem: String) -> TransportError {
    TransportError(
      .malformedProxy, "\(variable) does not hold the URL of a proxy: \(problem)",
      mayHaveBeenSent: false)
  }

  /// The error with what the connection tells beyond libcurl's code.
  func refined(_ facts: TransferFacts) -> TransportError {
    var copy = self
    if let variable = facts.proxyVariable { copy.refine(variable, facts) }
    if copy.code == .untrustedCertificate {
      switch facts.verification {
      case .ofNoSignature: copy.code = .otherHostsCertificate
      case .outOfTime: copy.code = .expiredCertificate
      case .other: break
      }
    }
    return copy
  }

  private mutating func refine(_ variable: String, _ facts: TransferFacts) {
    if facts.tunnelStatus >= 300 {
      code = facts.tunnelStatus == 407 ? .unauthenticatedProxy : .proxyRefusal
      message = "the proxy of \(variable) refused the tunnel with HTTP \(facts.tunnelStatus)"
      mayHaveBeenSent = false
      return
    }
    switch code {
    case .unresolvedProxy, .proxyRefusal: message += " (the proxy of \(variable))"
    case .connectionFailed:
      code = .unreachableProxy
      message += " (the proxy of \(variable))"
    case .timedOut where !facts.hasConnected:
      code = .unreachableProxy
      message += " (the proxy of \(variable))"
    case .timedOut, .connectionLost, .tlsFailed, .untrustedCertificate, .unresolvedHost:
      message += " (through the proxy of \(variable))"
    case .malformedProxy, .unreachableProxy, .unauthenticatedProxy, .otherHostsCertificate,
      .expiredCertificate, .unusableCAFile, .answerTooLarge, .badURL, .cancelled, .other:
      break
    }
  }
}

/// What a failed transfer tells beyond its code.
struct TransferFacts {
  /// How the check of a certificate ended.
  enum Verification {
    /// The signatures are good: what failed is the name.
    case ofNoSignature
    /// The certificate's time is over, or has not come.
    case outOfTime
    case other
  }

  /// The variable whose proxy was used, if one was.
  var proxyVariable: String?
  /// The proxy's answer to CONNECT; 0 for none.
  var tunnelStatus: Int
  /// Whether a connection to the first hop stood.
  var hasConnected: Bool
  var verification: Verification
}
