internal import Credentials
internal import HTTPTransport
public import KMSModel

/// Why a command could not do its work, with the status it ends with and the way out.
public struct CommandFailure: Error, Sendable, Hashable {
  /// The status the program ends with.
  public var status: ExitStatus
  /// What was found and what was expected.
  public var message: String
  /// What to do.
  public var nextStep: String?

  /// Creates a failure.
  public init(_ status: ExitStatus, _ message: String, nextStep: String? = nil) {
    self.status = status
    self.message = message
    self.nextStep = nextStep
  }

  /// A call to the service that did not succeed.
  public init(_ failure: KMSFailure) {
    var failure = failure
    failure.message = Self.shortened(failure.message)
    switch failure.kind {
    case .authentication:
      self.init(
        .denied, failure.description,
        nextStep: "kmsctl whoami tells which credentials are used and where they come from")
    case .permission:
      self.init(
        .denied, failure.description,
        nextStep: "allow kms:\(failure.operation) to the identity that kmsctl whoami prints")
    case .cancelled: self.init(.interrupted, failure.description)
    case .notFound, .alreadyExists, .throttled, .unavailable, .invalidRequest, .quota,
      .malformedAnswer, .other:
      self.init(.error, failure.description)
    }
  }

  /// A message without the texts the service signed, which fill a screen and help nobody.
  static func shortened(_ message: String) -> String {
    let signed = /(server )?string ?to ?sign|canonical ?request/.ignoresCase()
    let end = message.firstMatch(of: signed)?.range.lowerBound ?? message.endIndex
    let head = message[..<end].prefix(longestMessage)
    guard head.endIndex < message.endIndex else { return message }
    return String(head.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed()) + "…"
  }

  private static let longestMessage = 300

  /// Credentials that could not be had.
  init(_ error: CredentialsError) {
    self.init(.denied, error.message, nextStep: error.nextStep)
  }

  /// An answer that never came.
  init(_ error: TransportError, doing what: String) {
    self.init(error.code == .cancelled ? .interrupted : .error, "\(what): \(error.message)")
  }
}
