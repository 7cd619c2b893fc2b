/// A refusal as the service words it.
struct WireError: Error, Sendable, Hashable {
  var status: Int
  var code: String
  var message: String
  /// In milliseconds; travels as `x-acs-retry-after`.
  var retryAfter: Int?

  init(_ status: Int, _ code: String, _ message: String, retryAfter: Int? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.retryAfter = retryAfter
  }

  static func missing(_ parameter: String) -> WireError {
    WireError(
      400, "MissingParameter",
      "The parameter \(parameter) is needed but not provided.")
  }

  /// The service says only that something is not valid; the sandbox adds which and why.
  static func invalid(_ parameter: String, _ reason: String) -> WireError {
    WireError(
      400, "InvalidParameter",
      "The specified parameter is not valid. \(parameter): \(reason).")
  }

  static let notFound = WireError(404, "Forbidden.ResourceNotFound", "Resource not found.")
  static let keyNotFound = WireError(
    404, "Forbidden.KeyNotFound", "The specified Key is not found.")
  static let aliasNotFound = WireError(
    404, "Forbidden.AliasNotFound", "The specified Alias is not found.")
  static let instanceNotFound = WireError(
    403, "Forbidden.DKMSInstanceNotFound", "The specified DKMS Instance is not found.")
  static let accessKeyNotFound = WireError(
    404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")

  /// What RAM answers when no policy of the caller allows an action (kms-api.md §8).
  static func noPermission(_ action: String) -> WireError {
    WireError(
      403, "Forbidden.NoPermission",
      "You are not authorized to do this operation. Action: \(action).")
  }

  static func exists(_ kind: String) -> WireError {
    WireError(409, "Rejected.ResourceExist", "The \(kind) already exists.")
  }

  static func quota(_ kind: String, _ limit: Int) -> WireError {
    WireError(400, "Rejected.LimitExceeded", "The quota of \(limit) \(kind) is used up.")
  }

  /// Not a code of the service: nobody knows whether it refuses this, and with which words.
  static func inUse(_ name: String, by referrer: String) -> WireError {
    WireError(
      409, "Rejected.SandboxResourceInUse", "\(name) is referred to by \(referrer).")
  }

  /// The body has the fields of both of the service's error forms, as which one a call gets is
  /// unknown; clients skip what they do not know.
  func response(requestID: String, host: String) -> WireJSON {
    .object([
      "RequestId": .string(requestID),
      "HostId": .string(host),
      "HttpStatus": .number(status),
      "Code": .string(code),
      "Message": .string(message),
      "Recommend": .string("https://api.aliyun.com/troubleshoot?q=\(code)&product=Kms"),
    ])
  }
}
