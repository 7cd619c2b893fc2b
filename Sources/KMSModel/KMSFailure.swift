/// Why a call to the service did not succeed, in the service's own words.
public struct KMSFailure: Error, Sendable, Hashable, Codable {
  /// What kind of failure it was; decided by the error code, never by the HTTP status alone.
  public enum Kind: String, Sendable, Codable {
    /// The object is not there (`Forbidden.ResourceNotFound` and its kin).
    case notFound
    /// An object of that name is there already.
    case alreadyExists
    /// Too many calls; retries were used up.
    case throttled
    /// The service failed or was not to be reached; retries were used up.
    case unavailable
    /// Unknown or expired credentials, or a bad signature.
    case authentication
    /// The credentials may not do this.
    case permission
    /// The service did not accept the request.
    case invalidRequest
    /// A quota is used up.
    case quota
    /// The answer could not be understood.
    case malformedAnswer
    /// The run was interrupted.
    case cancelled
    /// Any other refusal.
    case other
  }

  /// What lies behind it; decides the kind, the next step and the exit code.
  public var cause: FailureCause
  /// The operation, for example `CreatePolicy`.
  public var operation: String
  /// The service's error code, when it gave one.
  public var code: String?
  /// The service's or the network's message.
  public var message: String
  /// The request id to quote to support.
  public var requestID: String?
  /// The RAM action that was denied, for example `kms:ListPolicies`, when one was.
  public var deniedAction: String?
  /// Whether the service may have carried the call out although no answer came.
  public var mayHaveHappened: Bool
  /// Whether it is of a look before the call was sent again: then it says nothing about the call.
  public var isOfLook = false

  /// Creates a failure.
  public init(
    cause: FailureCause, operation: String, code: String? = nil, message: String,
    requestID: String? = nil, deniedAction: String? = nil, mayHaveHappened: Bool = false
  ) {
    self.cause = cause
    self.operation = operation
    self.code = code
    self.message = message
    self.requestID = requestID
    self.deniedAction = deniedAction
    self.mayHaveHappened = mayHaveHappened
  }

  /// Creates a failure of which only the kind is known.
  public init(
    _ kind: Kind, operation: String, code: String? = nil, message: String,
    requestID: String? = nil, mayHaveHappened: Bool = false
  ) {
    self.init(
      cause: FailureCause(kind), operation: operation, code: code, message: message,
      requestID: requestID, mayHaveHappened: mayHaveHappened)
  }

  /// What kind of failure it was.
  public var kind: Kind { cause.kind }

  /// Whether the service answered a call that what it is about is not there.
  public var saysGone: Bool { kind == .notFound && !isOfLook }

  /// What was said, without the operation: `InvalidParameter: … (request id …)`.
  public var reason: String {
    let words = [code, message].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ": ")
    return [words, requestID.map { "(request id \($0))" } ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " ")
  }
}

extension KMSFailure: CustomStringConvertible {
  /// `CreatePolicy: InvalidParameter: The specified parameter is not valid. (request id …)`.
  public var description: String {
    [operation, reason].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}

extension KMSFailure {
  /// The failure without the texts the service signed, which fill a screen and help nobody.
  public var shortened: KMSFailure {
    var copy = self
    copy.message = Self.shortened(message)
    return copy
  }

  private static func shortened(_ message: String) -> String {
    let signed = /(server )?string ?to ?sign|canonical ?request/.ignoresCase()
    let end = message.firstMatch(of: signed)?.range.lowerBound ?? message.endIndex
    var head = message[..<end].unicodeScalars.prefix(longestMessage)
    guard head.endIndex < message.endIndex else { return message }
    while let last = head.last, !last.properties.isAlphabetic, last.properties.numericType == nil {
      head.removeLast()
    }
    return String(head) + "…"
  }

  private static let longestMessage = 300
}
