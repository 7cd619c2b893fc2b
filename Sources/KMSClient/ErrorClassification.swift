internal import KMSModel
internal import Texts

/// What an error code means, row by row from kms-api §8.3.
///
/// The HTTP status decides only where the code says nothing: 404 stands for a missing object and
/// for an unknown access key alike, so "gone" always comes from the code.
enum ErrorClassification {
  static func cause(code: String, status: Int, operation: String) -> FailureCause {
    // Said of another call, it is not that call's object that is missing.
    if code == "Forbidden.DKMSInstanceNotFound" {
      return operation == "GetKmsInstance" ? .notFound : .unusableInstance
    }
    if let cause = known[code] { return cause }
    if let cause = families.first(where: { code.begins(with: $0.prefix) })?.cause { return cause }
    if status == 429 { return .throttled }
    return status >= 500 ? .serviceFault : .other
  }

  private static let known: [String: FailureCause] = [
    "Forbidden.ResourceNotFound": .notFound,

    "Rejected.ResourceExist": .alreadyExists,

    "Rejected.Throttling": .throttled,

    "InternalFailure": .serviceFault,
    "InternalError": .serviceFault,
    "ServiceUnavailable": .serviceFault,
    "ServiceUnavailableTemporary": .serviceFault,
    // Two misspellings that the service's documentation has.
    "SerivceUnavailableTemporary": .serviceFault,
    "SerivceUnvailableTemporary": .serviceFault,

    "IncompleteSignature": .wrongSignature,
    "SignatureDoesNotMatch": .wrongSignature,
    // Our nonces are never used twice: this is about the way, not about the caller.
    "SignatureNonceUsed": .usedNonce,
    "IllegalTimestamp": .skewedClock,
    "Forbidden.AccessKey": .disabledAccessKey,
    "InvalidAccessKeyId.Inactive": .disabledAccessKey,
    "InvalidSecurityToken.Expired": .expiredToken,
    "MissingSecurityToken": .missingToken,
    "MissingAccessKeyId": .refusedCredentials,

    "Forbidden.NoPermission": .missingPermission,
    "Forbidden.RAM": .missingPermission,
    "NoPermission": .missingPermission,
    "Forbidden.UbsmsInvalidUserid": .restrictedAccount,
    "Forbidden.UbsmsInvalidBid": .restrictedAccount,
    "Forbidden.ProhibitedByRiskControl": .restrictedAccount,
    "Forbidden.KmsServiceNotEnabled": .serviceNotEnabled,

    "Forbidden.DKMSInstanceStateInvalid": .unusableInstance,

    "Rejected.LimitExceeded": .quota,
    "Rejected.ShareQuotaExceedLimit": .quota,

    "Rejected.StateModifiedFailed": .wrongState,
    "Rejected.Disabled": .wrongState,
    "Rejected.PendingDeletion": .wrongState,
    "Rejected.PendingImport": .wrongState,
    "Rejected.ResourceInDeleteWindow": .wrongState,
    "Rejected.ResourceInUse": .wrongState,

    "ParseRequestParameterException": .invalidRequest,
    "UnsupportedOperation": .invalidRequest,
    "UnsupportedHTTPMethod": .invalidRequest,
  ]

  /// Looked at in this order, after the exact codes.
  private static let families: [(prefix: String, cause: FailureCause)] = [
    ("Throttling", .throttled),
    ("Forbidden.InDebt", .debt),
    ("InvalidAccessKeyId", .unknownAccessKey),
    ("InvalidTimeStamp", .skewedClock),
    ("InvalidSecurityToken", .wrongToken),
    ("InvalidAction", .unknownAction),
    ("InvalidApi", .unknownAction),
    ("InvalidProduct", .unknownAction),
    ("InvalidVersion", .unknownAction),
    ("Missing", .invalidRequest),
    ("Invalid", .invalidRequest),
  ]
}
