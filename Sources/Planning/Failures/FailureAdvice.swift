public import KMSModel
internal import Texts

/// What to do about a failure: it follows from the cause, never from the operation that met it.
///
/// All next steps after a failed call come from here: of plans, reports, steps and commands.
public struct FailureAdvice: Sendable {
  /// What was going on.
  public enum Moment: Sendable, Hashable, CaseIterable {
    /// Live state or one object of it was read.
    case reading
    /// A step of an apply was carried out.
    case writing
    /// `kmsctl whoami` asked who is calling; it cannot point to itself.
    case identifying
  }

  private let cause: FailureCause
  private let operation: String
  private let deniedAction: String?
  private let hasCode: Bool

  /// Advice about a failed call.
  public init(_ failure: KMSFailure) {
    cause = failure.cause
    operation = failure.operation
    deniedAction = failure.deniedAction
    hasCode = failure.code != nil
  }

  /// Advice about what could not be read.
  public init(_ object: UnreadableObject) {
    cause = object.cause
    operation = object.operation
    deniedAction = object.deniedAction
    hasCode = object.code != nil
  }

  /// The next step; nothing after an interruption, which nobody has to be told of.
  public func nextStep(_ moment: Moment) -> String? {
    guard cause != .interrupted else { return moment == .writing ? Self.again : nil }
    switch moment {
    case .reading, .identifying: return remedy(moment)
    case .writing:
      switch cause {
      case .notFound, .alreadyExists: return "run 'kmsctl apply' again: it plans anew"
      default: break
      }
      let remedy = remedy(moment)
      guard remedy.begins(with: Self.wait) else { return "\(remedy); then \(Self.again)" }
      return Self.againLater + remedy.dropFirst(Self.wait.count)
    }
  }

  private static let again = "run 'kmsctl apply' again: it continues where this one stopped"
  private static let againLater =
    "run 'kmsctl apply' again in some minutes: it continues where this one stopped"
  /// How the remedy of what mends itself begins.
  private static let wait = "try again in some minutes"

  /// What mends the cause.
  public func remedy(_ moment: Moment = .reading) -> String {
    switch cause {
    case .unresolvedHost, .refusedConnection, .timedOut, .lostConnection, .malformedProxy,
      .unreachableProxy, .unauthenticatedProxy, .proxyRefusal, .untrustedCertificate,
      .otherHostsCertificate, .expiredCertificate, .unusableCAFile, .failedHandshake, .unusableURL:
      wayThere
    case .foreignAnswer, .gatewayFault, .malformedAnswer, .missingTime, .differingClocks,
      .changingList,
      .throttled,
      .serviceFault, .usedNonce:
      answer
    case .missingCredentials, .unknownAccessKey, .disabledAccessKey, .wrongSignature,
      .skewedClock, .missingToken, .expiredToken, .wrongToken, .refusedCredentials:
      credentials(moment)
    case .missingPermission, .forbidden, .debt, .serviceNotEnabled, .restrictedAccount: rights
    case .unknownAction, .unusableInstance, .quota, .notFound, .alreadyExists, .wrongState,
      .invalidRequest, .interrupted, .overtaken, .other:
      request
    }
  }

  private var wayThere: String {
    switch cause {
    case .unresolvedHost:
      "correct the host in --endpoint or --sts-endpoint, or the region, or see that this machine "
        + "resolves names"
    case .refusedConnection:
      "see that the service listens there and no firewall forbids it, or correct --endpoint or "
        + "--sts-endpoint"
    case .timedOut:
      "see that a firewall or proxy lets this machine reach the endpoint, or try later"
    case .lostConnection:
      "see what ends connections on the way there: a firewall, a proxy, a bad line"
    case .malformedProxy:
      "write it as http://user:password@host:port, with %XX for what is no letter or digit in user"
        + " and password, or unset it"
    case .unreachableProxy:
      "start the proxy, correct or unset the variable, or name the endpoint's host in NO_PROXY"
    case .unauthenticatedProxy:
      "correct the user and password in the variable's URL"
    case .proxyRefusal:
      "let the proxy's owner allow the endpoint's host, or name that host in NO_PROXY"
    case .untrustedCertificate:
      "if a proxy or a private gateway signs it, name its certificate authority with --ca-file"
        + " or KMSCTL_CA_FILE"
    case .otherHostsCertificate:
      "correct the host in --endpoint, or see who answers in its place"
    case .expiredCertificate:
      "set this machine's clock if it is wrong; else whoever runs that server renews the"
        + " certificate, or --ca-file names the authority of a new one"
    case .unusableCAFile:
      "name a readable file of certificate authorities in PEM with --ca-file or KMSCTL_CA_FILE"
    case .failedHandshake:
      "see that the endpoint's port speaks TLS 1.2 or newer; where a proxy opens TLS, name its"
        + " certificate authority with --ca-file or KMSCTL_CA_FILE"
    default:
      "correct the URL in --endpoint or --sts-endpoint"
    }
  }

  private var answer: String {
    switch cause {
    case .foreignAnswer:
      "see who answers in the service's place: a proxy (HTTPS_PROXY, NO_PROXY) or a wrong --endpoint"
    case .gatewayFault:
      "try again in some minutes; if it stays, look at the proxy or gateway before the service"
    case .missingTime:
      "see who takes the header 'Date' out of the answers: a proxy, or a wrong --endpoint"
    case .differingClocks:
      "set this machine's clock if it is wrong, best by NTP; else see who answers with another"
        + " time: a proxy (HTTPS_PROXY, NO_PROXY) or a wrong --endpoint"
    case .changingList:
      "try again when nobody else changes what it lists"
    case .throttled:
      "try again in some minutes, and see who else calls the service so often"
    case .serviceFault:
      "try again in some minutes; if it stays, give the request id to the vendor's support"
    case .usedNonce:
      "see what loses answers or repeats requests on the way: a proxy or a gateway"
    default:
      "see that --endpoint is KMS itself; if it is, report this with the request id that --debug"
        + " shows"
    }
  }

  private func credentials(_ moment: Moment) -> String {
    let whence =
      moment == .identifying ? "its source is named above" : "'kmsctl whoami' names its source"
    return switch cause {
    case .unknownAccessKey: "correct the access key's id: \(whence)"
    case .disabledAccessKey: "enable the access key in RAM, or use another: \(whence)"
    case .wrongSignature: "correct the access key's secret: \(whence)"
    case .skewedClock: "set this machine's clock, best by NTP"
    case .missingToken:
      "give this temporary access key its token: ALIBABA_CLOUD_SECURITY_TOKEN beside the key's "
        + "variables, or for a profile 'aliyun configure --mode StsToken'"
    case .expiredToken: "fetch new temporary credentials, key and token together"
    case .wrongToken:
      "set the access key and the token that were issued together: ALIBABA_CLOUD_SECURITY_TOKEN "
        + "beside the key's variables, or for a profile 'aliyun configure --mode StsToken'"
    case .missingCredentials: "give credentials that can be used"
    default: "use an access key that the service accepts: \(whence)"
    }
  }

  private var rights: String {
    let action =
      deniedAction ?? (operation == "GetCallerIdentity" ? "sts" : "kms") + ":" + operation
    return switch cause {
    case .missingPermission: "allow \(action) to the caller in RAM"
    case .forbidden: "take back the Deny of \(action) that holds for the caller in RAM"
    case .debt: "pay what the account owes"
    case .serviceNotEnabled: "activate KMS for the account in the console"
    default: "ask the vendor's support why the account is restricted"
    }
  }

  private var request: String {
    switch cause {
    case .unknownAction where operation == "GetCallerIdentity":
      "see that --sts-endpoint (or a loopback --endpoint) is STS, and that no proxy rewrites requests"
    case .unknownAction:
      "see that --endpoint is KMS in a region that has \(operation), and that no proxy rewrites"
        + " requests"
    case .unusableInstance: "enable the instance and wait until it is Connected"
    case .quota:
      operation == "CreateClientKey"
        ? "delete a client key of this access point that nobody uses ('kmsctl key list' shows them)"
        : "raise the quota or delete what is not needed"
    case .notFound: "see whether the name and the region are right"
    case .overtaken: "plan again"
    case .alreadyExists: "plan again: somebody made it in the meantime"
    case .wrongState: "bring the object out of that state in the console"
    case .invalidRequest: "correct what the service does not accept, as its message says"
    default:
      hasCode
        ? "look up the code in the service's documentation; its support takes the request id"
        : "try again; if it stays, report this message with what '--debug' shows"
    }
  }
}
