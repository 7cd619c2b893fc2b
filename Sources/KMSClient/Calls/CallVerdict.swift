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
    /// Wait; try a single time more what hardly mends itself.
    case onceMore
  }

  case success(HTTPResponse)
  case failure(KMSFailure, Retry)

  /// Judges an answer: one with a good status that is not what the operation promises is none.
  init(_ response: HTTPResponse, to call: ServiceCall, of place: ServicePlace) {
    switch response.status {
    case 200..<300:
      guard let failure = AnswerCheck(call: call, place: place).failure(of: response) else {
        self = .success(response)
        return
      }
      self = .failure(failure, Self.retry(afterNoAnswerTo: call))
    case 400...: self = Self.refusal(response, call)
    default:
      let message = "the answer has HTTP status \(response.status); redirects are not followed"
      self = .failure(
        KMSFailure(
          cause: .foreignAnswer, operation: call.operation, message: message,
          mayHaveHappened: call.effect != .read), Self.retry(afterNoAnswerTo: call))
    }
  }

  /// What came in place of an answer says nothing about the work: whoever made an object looks for
  /// it, other writes are looked at and then sent a single time more. An odd read is not repeated.
  private static func retry(afterNoAnswerTo call: ServiceCall) -> Retry {
    switch call.effect {
    case .read, .create: .never
    case .update, .delete: .onceMore
    }
  }

  /// Judges an answer that never came.
  init(_ error: TransportError, to call: ServiceCall) {
    let mayHaveHappened = error.mayHaveBeenSent && call.effect != .read
    let failure = KMSFailure(
      cause: FailureCause(error.code), operation: call.operation, message: error.message,
      mayHaveHappened: mayHaveHappened)
    let isLostCreate = mayHaveHappened && call.effect == .create
    self = .failure(failure, isLostCreate ? .never : Self.retry(after: error.code))
  }

  var isThrottled: Bool {
    if case .failure(let failure, _) = self { return failure.cause == .throttled }
    return false
  }

  /// Whether the service itself answered, with or without what was asked for.
  var isOfTheService: Bool {
    switch self {
    case .success: true
    case .failure(let failure, _):
      ![.foreignAnswer, .malformedAnswer, .gatewayFault].contains(failure.cause)
        && failure.requestID != nil
    }
  }

  /// Whether another try can mend a missing answer.
  private static func retry(after code: TransportError.Code) -> Retry {
    switch code {
    case .connectionFailed, .unreachableProxy: .whenReachable
    // A resolver says "not now" and "never" with the same code; a name that is wrong stays wrong.
    case .unresolvedHost, .unresolvedProxy, .tlsFailed, .other: .onceMore
    case .timedOut, .connectionLost: .later(hint: nil)
    // Each try would send the proxy's password again, and directories lock accounts.
    case .malformedProxy, .unauthenticatedProxy, .proxyRefusal: .never
    case .untrustedCertificate, .otherHostsCertificate, .expiredCertificate, .unusableCAFile,
      .answerTooLarge, .badURL, .cancelled:
      .never
    }
  }

  private static func refusal(_ response: HTTPResponse, _ call: ServiceCall) -> CallVerdict {
    let hint = retryHint(response)
    guard let wire = ErrorWire(response.body), wire.isWhole else {
      return foreign(response, call, hint)
    }
    var cause = ErrorClassification.cause(
      code: wire.code, status: response.status, operation: call.operation)
    // A server that fails knows nothing of an object, whatever its words say.
    if response.status >= 500, [.notFound, .alreadyExists].contains(cause) {
      cause = .serviceFault
    }
    // The official SDK takes any refusal with this header for flow control.
    if hint != nil, response.status < 500 { cause = .throttled }
    if cause == .missingPermission, wire.isExplicitDeny { cause = .forbidden }
    var failure = KMSFailure(
      cause: cause, operation: call.operation, code: wire.code, message: wire.message,
      requestID: wire.requestID
    ).shortened
    if failure.kind == .permission { failure.deniedAction = wire.deniedAction }
    switch cause {
    case .throttled: return .failure(failure, .later(hint: hint))
    case .serviceFault:
      failure.mayHaveHappened = call.effect != .read
      return .failure(failure, call.effect == .create ? .never : .later(hint: hint))
    case .usedNonce:
      // The service has seen this very request before, and an answer to it was lost on the way.
      failure.mayHaveHappened = call.effect != .read
      // A read is signed anew as often as a lost answer would be.
      switch call.effect {
      case .create: return .failure(failure, .never)
      case .read: return .failure(failure, .later(hint: nil))
      case .update, .delete: return .failure(failure, .atOnce)
      }
    default: return .failure(failure, .never)
    }
  }

  /// An answer that does not come from the service: a proxy's page, most likely.
  private static func foreign(
    _ response: HTTPResponse, _ call: ServiceCall, _ hint: Duration?
  ) -> CallVerdict {
    var failure = ForeignAnswer(response).failure(of: call)
    if response.status == 429 {
      failure.cause = .throttled
      return .failure(failure, .later(hint: hint))
    }
    failure.mayHaveHappened = call.effect != .read
    guard response.status >= 500 else { return .failure(failure, retry(afterNoAnswerTo: call)) }
    failure.cause = .gatewayFault
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
