internal import CCurl
internal import HTTPTransport

extension TransportError {
  /// The error behind a libcurl code.
  init(curl code: CURLcode, _ message: String, mayHaveBeenSent: Bool) {
    let kind: Code =
      switch code {
      case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolvedHost
      case CURLE_COULDNT_CONNECT, CURLE_PROXY: .connectionFailed
      // Without the CA file nothing can be trusted, and trying again does not bring it back.
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE: .untrustedCertificate
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
}
