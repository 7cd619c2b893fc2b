internal import Credentials
internal import HTTPTransport
internal import KMSClient
public import KMSModel
internal import Planning

/// Why a command could not do its work, with the status it ends with and the way out.
public struct CommandFailure: Error, Sendable, Hashable {
  /// The status the program ends with.
  public var status: ExitStatus
  /// What was found and what was expected.
  public var message: String
  /// What to do.
  public var nextStep: String?
  /// What lies behind it, when a call to the service failed.
  public var cause: FailureCause?

  /// Creates a failure.
  public init(
    _ status: ExitStatus, _ message: String, nextStep: String? = nil, cause: FailureCause? = nil
  ) {
    self.status = status
    self.message = message
    self.nextStep = nextStep
    self.cause = cause
  }

  /// A call to the service that did not succeed.
  public init(_ failure: KMSFailure) { self.init(failure, .reading) }

  /// A call to the service that did not succeed, while something was going on.
  init(_ failure: KMSFailure, _ moment: FailureAdvice.Moment) {
    self.init(
      ExitStatus(failure.cause), failure.shortened.description,
      nextStep: FailureAdvice(failure).nextStep(moment), cause: failure.cause)
  }

  /// What could not be read, so that the command has nothing to go on.
  init(_ unreadable: [UnreadableObject], so consequence: String) {
    let groups = UnreadableGroup.groups(unreadable)
    self.init(
      unreadable.contains(where: \.isDenied) ? .denied : .error,
      groups.map(\.message).joined(separator: "; ") + ", so \(consequence)",
      nextStep: groups.first?.nextStep, cause: groups.first?.objects.first?.cause)
  }

  /// Credentials that could not be had.
  init(_ error: CredentialsError) {
    self.init(.denied, error.message, nextStep: error.nextStep, cause: .missingCredentials)
  }

  /// An answer that never came.
  init(_ error: TransportError, doing what: String) {
    self.init(KMSFailure(cause: .init(error.code), operation: what, message: error.message))
  }
}

extension ExitStatus {
  /// What a run ends with that did nothing but fail in this way.
  init(_ cause: FailureCause) {
    self =
      switch cause.kind {
      case .authentication, .permission: .denied
      case .cancelled: .interrupted
      case .notFound, .alreadyExists, .throttled, .invalidRequest, .quota, .malformedAnswer:
        .error
      // Our own refusal to write.
      case .other: cause == .differingClocks ? .refused : .error
      // The environment is part of what was asked for, like a flag.
      case .unavailable: cause == .malformedProxy ? .usage : .error
      }
  }
}
