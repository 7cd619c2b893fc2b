internal import HTTPTransport
internal import KMSModel

/// What one try of a call came to.
enum CallVerdict {
  /// Whether and when the same call may be sent again.
  enum Retry: Equatable {
    case never
    /// Sign again and send at once, a single time.
    case atOnce
    /// Wait; the service may have said how long.
    case later(hint: Duration?)
    /// Wait; nobody answered at all.
    case whenReachable
  }

  case success(HTTPResponse)
  case failure(KMSFailure, Retry)

  /// Judges an answer.
  init(_ response: HTTPResponse, to call: ServiceCall) {
    switch response.status {
    case 200..<300: self = .success(response)
    case 400...: self = Self.refusal(response, call)
    default:
      let message = "the answer has HTTP status \(response.status); redirects are not followed"
      self = .failure(
        KMSFailure(.malformedAnswer, operation: call.operation, message: message), .never)
    }
  }

  /// Judges an answer that never came.
  init(_ error: TransportError, to call: ServiceCall) {
    let mayHaveHappened = error.mayHaveBeenSent && call.effect != .read
    let kind: KMSFailure.Kind = error.code == .cancelled ? .cancelled : .unavailable
    let failure = KMSFailure(
      kind, operation: call.operation, message: error.message, mayHaveHappened: mayHaveHappened)
    let retry: Retry =
      switch error.code {
      case .unresolvedHost, .connectionFailed, .tlsFailed: .whenReachable
      case .timedOut, .connectionLost, .other: .later(hint: nil)
      case .untrustedCertificate, .answerTooLarge, .badURL, .cancelled: .never
      }
    let isLostCreate = mayHaveHappened && call.effect == .create
    self = .failure(failure, isLostCreate ? .never : retry)
  }

  var isThrottled: Bool {
    if case .failure(let failure, _) = self { return failure.kind == .throttled }
    return false
  }

  private static func refusal(_ response: HTTPResponse, _ call: ServiceCall) -> CallVerdict {
    let hint = retryHint(response)
    guard let wire = ErrorWire(response.body) else { return foreign(response, call, hint) }
    var kind = ErrorClassification.kind(
      code: wire.code, status: response.status, operation: call.operation)
    // The official SDK takes any refusal with this header for flow control.
    if hint != nil, response.status < 500 { kind = .throttled }
    var failure = KMSFailure(
      kind, operation: call.operation, code: wire.code, message: wire.message,
      requestID: wire.requestID)
    switch kind {
    case .throttled: return .failure(failure, .later(hint: hint))
    case .unavailable:
      failure.mayHaveHappened = call.effect != .read
      return .failure(failure, call.effect == .create ? .never : .later(hint: hint))
    default: break
    }
    guard wire.code == "SignatureNonceUsed" else { return .failure(failure, .never) }
    // Our nonces are never used twice: the service has seen this very request before, and an
    // answer to it was lost on the way.
    failure.mayHaveHappened = call.effect != .read
    return .failure(failure, call.effect == .create ? .never : .atOnce)
  }

  /// An answer that does not come from the service: a proxy's page, most likely.
  private static func foreign(
    _ response: HTTPResponse, _ call: ServiceCall, _ hint: Duration?
  ) -> CallVerdict {
    let type = response.header("content-type") ?? "no content type"
    let message =
      "HTTP \(response.status) with a body that is not the service's (\(type));"
      + " a proxy may stand between"
    var failure = KMSFailure(.malformedAnswer, operation: call.operation, message: message)
    if response.status == 429 {
      failure.kind = .throttled
      return .failure(failure, .later(hint: hint))
    }
    guard response.status >= 500 else { return .failure(failure, .never) }
    failure.kind = .unavailable
    failure.mayHaveHappened = call.effect != .read
    return .failure(failure, call.effect == .create ? .never : .later(hint: hint))
  }

  /// `x-acs-retry-after`: a positive number of milliseconds.
  private static func retryHint(_ response: HTTPResponse) -> Duration? {
    guard let text = response.header("x-acs-retry-after"), let milliseconds = Int(text),
      (1...86_400_000).contains(milliseconds)
    else { return nil }
    return .milliseconds(milliseconds)
  }
}
