internal import KMSModel

/// What an error code means, row by row from kms-api §8.3.
///
/// The HTTP status decides only where the code says nothing: 404 stands for a missing object and
/// for an unknown access key alike, so "gone" always comes from the code.
enum ErrorClassification {
  static func kind(code: String, status: Int, operation: String) -> KMSFailure.Kind {
    // Said of another call, it is not that call's object that is missing.
    if code == "Forbidden.DKMSInstanceNotFound" {
      return operation == "GetKmsInstance" ? .notFound : .other
    }
    if let kind = known[code] { return kind }
    if let kind = families.first(where: { code.hasPrefix($0.prefix) })?.kind { return kind }
    if status == 429 { return .throttled }
    return status >= 500 ? .unavailable : .other
  }

  private static let known: [String: KMSFailure.Kind] = [
    "Forbidden.ResourceNotFound": .notFound,

    "Rejected.ResourceExist": .alreadyExists,

    "Rejected.Throttling": .throttled,

    "InternalFailure": .unavailable,
    "InternalError": .unavailable,
    "ServiceUnavailable": .unavailable,
    "ServiceUnavailableTemporary": .unavailable,
    // Two misspellings that the service's documentation has.
    "SerivceUnavailableTemporary": .unavailable,
    "SerivceUnvailableTemporary": .unavailable,

    "IncompleteSignature": .authentication,
    "SignatureDoesNotMatch": .authentication,
    "SignatureNonceUsed": .authentication,
    "IllegalTimestamp": .authentication,
    "Forbidden.AccessKey": .authentication,

    "Forbidden.NoPermission": .permission,
    "Forbidden.RAM": .permission,
    "NoPermission": .permission,
    "Forbidden.UbsmsInvalidUserid": .permission,
    "Forbidden.UbsmsInvalidBid": .permission,
    "Forbidden.KmsServiceNotEnabled": .permission,
    "Forbidden.ProhibitedByRiskControl": .permission,
    "Forbidden.InDebtOverdue": .permission,
    "Forbidden.InDebt": .permission,

    "Rejected.LimitExceeded": .quota,
    "Rejected.ShareQuotaExceedLimit": .quota,

    "ParseRequestParameterException": .invalidRequest,
    "UnsupportedOperation": .invalidRequest,
    "UnsupportedHTTPMethod": .invalidRequest,
  ]

  /// Looked at in this order, after the exact codes.
  private static let families: [(prefix: String, kind: KMSFailure.Kind)] = [
    ("Throttling", .throttled),
    ("InvalidAccessKeyId", .authentication),
    ("InvalidTimeStamp", .authentication),
    ("InvalidSecurityToken", .authentication),
    ("Missing", .invalidRequest),
    ("Invalid", .invalidRequest),
  ]
}
