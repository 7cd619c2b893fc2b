/// What lies behind a failure, as closely as anybody on this side of the wire can tell.
///
/// Decided once, where the answer or its absence is judged. Messages, next steps and exit codes
/// follow from it, so that one cause has one message wherever it shows.
public enum FailureCause: String, Sendable, Hashable, Codable, CaseIterable {
  // On the way there.

  /// The endpoint's name did not resolve.
  case unresolvedHost = "unresolved-host"
  /// Nobody listens, or the network is down.
  case refusedConnection = "refused-connection"
  /// No answer came in time.
  case timedOut = "timed-out"
  /// The connection broke after the request began to leave.
  case lostConnection = "lost-connection"
  /// The variable that names a proxy does not hold the URL of one.
  case malformedProxy = "malformed-proxy"
  /// The proxy could not be reached, or its name did not resolve.
  case unreachableProxy = "unreachable-proxy"
  /// The proxy wants other credentials, or any.
  case unauthenticatedProxy = "unauthenticated-proxy"
  /// The proxy did not open a tunnel.
  case proxyRefusal = "proxy-refusal"
  /// Nobody whom this machine trusts signed the certificate.
  case untrustedCertificate = "untrusted-certificate"
  /// The certificate is for another host.
  case otherHostsCertificate = "other-hosts-certificate"
  /// The certificate's time is over, or has not come.
  case expiredCertificate = "expired-certificate"
  /// The file of certificate authorities could not be used.
  case unusableCAFile = "unusable-ca-file"
  /// The two sides found no way to encrypt.
  case failedHandshake = "failed-handshake"
  /// The endpoint's URL cannot be used.
  case unusableURL = "unusable-url"

  // What came back is not the service's.

  /// An answer that the service does not send: a page, nothing, another protocol.
  case foreignAnswer = "foreign-answer"
  /// An error of what stands before the service.
  case gatewayFault = "gateway-fault"
  /// An answer of the service that cannot be understood.
  case malformedAnswer = "malformed-answer"
  /// No answer said what time it is.
  case missingTime = "missing-time"
  /// The service's clock and this machine's are too far apart to write anything.
  case differingClocks = "differing-clocks"
  /// A list changed each time it was read.
  case changingList = "changing-list"

  // What the service says of itself.

  /// Too many calls; retries were used up.
  case throttled
  /// The service failed; retries were used up.
  case serviceFault = "service-fault"
  /// The service got a request twice: an answer was lost on the way.
  case usedNonce = "used-nonce"

  // What the service says of the caller.

  /// No credentials could be had.
  case missingCredentials = "missing-credentials"
  /// The access key is not known.
  case unknownAccessKey = "unknown-access-key"
  /// The access key is known and switched off.
  case disabledAccessKey = "disabled-access-key"
  /// The secret half does not belong to the access key.
  case wrongSignature = "wrong-signature"
  /// The two clocks are too far apart.
  case skewedClock = "skewed-clock"
  /// The access key is temporary, and its token is not there.
  case missingToken = "missing-token"
  /// The token's time is over.
  case expiredToken = "expired-token"
  /// The token is damaged, or another access key's.
  case wrongToken = "wrong-token"
  /// The credentials were refused, and no reason is known.
  case refusedCredentials = "refused-credentials"
  /// Nothing allows the call.
  case missingPermission = "missing-permission"
  /// A policy forbids the call.
  case forbidden
  /// The account owes money.
  case debt
  /// KMS was never switched on in the account.
  case serviceNotEnabled = "service-not-enabled"
  /// The account is restricted for another reason.
  case restrictedAccount = "restricted-account"

  // What the service says of the request.

  /// The endpoint does not know the operation.
  case unknownAction = "unknown-action"
  /// The instance is not in a state to be used.
  case unusableInstance = "unusable-instance"
  /// A quota is used up.
  case quota
  /// The object is not there.
  case notFound = "not-found"
  /// An object of that name is there already.
  case alreadyExists = "already-exists"
  /// The object is in a state that does not allow this.
  case wrongState = "wrong-state"
  /// The service did not accept the request.
  case invalidRequest = "invalid-request"

  // The rest.

  /// Somebody else changed what was looked at while a write waited to be sent.
  case overtaken
  /// The run was interrupted.
  case interrupted
  /// Anything else.
  case other
}

extension FailureCause {
  /// The kind of failure that programs decide by.
  public var kind: KMSFailure.Kind {
    switch self {
    case .unresolvedHost, .refusedConnection, .timedOut, .lostConnection, .malformedProxy,
      .unreachableProxy, .unauthenticatedProxy, .proxyRefusal, .untrustedCertificate,
      .otherHostsCertificate, .expiredCertificate, .unusableCAFile, .failedHandshake, .unusableURL,
      .gatewayFault, .serviceFault, .usedNonce:
      .unavailable
    case .foreignAnswer, .malformedAnswer, .missingTime, .changingList: .malformedAnswer
    case .throttled: .throttled
    case .missingCredentials, .unknownAccessKey, .disabledAccessKey, .wrongSignature,
      .skewedClock, .missingToken, .expiredToken, .wrongToken, .refusedCredentials:
      .authentication
    case .missingPermission, .forbidden, .debt, .serviceNotEnabled, .restrictedAccount:
      .permission
    case .unknownAction, .invalidRequest: .invalidRequest
    case .quota: .quota
    case .notFound: .notFound
    case .alreadyExists: .alreadyExists
    case .interrupted: .cancelled
    case .differingClocks, .unusableInstance, .wrongState, .overtaken, .other: .other
    }
  }

  /// What is left to say when only the kind is known.
  public init(_ kind: KMSFailure.Kind) {
    self =
      switch kind {
      case .notFound: .notFound
      case .alreadyExists: .alreadyExists
      case .throttled: .throttled
      case .unavailable: .serviceFault
      case .authentication: .refusedCredentials
      case .permission: .missingPermission
      case .invalidRequest: .invalidRequest
      case .quota: .quota
      case .malformedAnswer: .malformedAnswer
      case .cancelled: .interrupted
      case .other: .other
      }
  }
}
