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

  /// What kind of failure it was.
  public var kind: Kind
  /// The operation, for example `CreatePolicy`.
  public var operation: String
  /// The service's error code, when it gave one.
  public var code: String?
  /// The service's or the network's message.
  public var message: String
  /// The request id to quote to support.
  public var requestID: String?
  /// Whether the service may have carried the call out although no answer came.
  public var mayHaveHappened: Bool

  /// Creates a failure.
  public init(
    _ kind: Kind, operation: String, code: String? = nil, message: String,
    requestID: String? = nil, mayHaveHappened: Bool = false
  ) {
    self.kind = kind
    self.operation = operation
    self.code = code
    self.message = message
    self.requestID = requestID
    self.mayHaveHappened = mayHaveHappened
  }
}

extension KMSFailure: CustomStringConvertible {
  /// `CreatePolicy: InvalidParameter: The specified parameter is not valid. (request id …)`.
  public var description: String {
    let parts = [operation, code, message].compactMap { $0 }.filter { !$0.isEmpty }
    return parts.joined(separator: ": ") + (requestID.map { " (request id \($0))" } ?? "")
  }
}
