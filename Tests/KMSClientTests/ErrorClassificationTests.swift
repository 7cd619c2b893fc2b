import KMSModel
import Testing

@testable import KMSClient

struct ErrorClassificationTests {
  @Test(arguments: [
    (400, "MissingParameter", FailureCause.invalidRequest),
    (400, "InvalidParameter", .invalidRequest),
    (400, "ParseRequestParameterException", .invalidRequest),
    (400, "IncompleteSignature", .wrongSignature),
    (400, "SignatureDoesNotMatch", .wrongSignature),
    (400, "IllegalTimestamp", .skewedClock),
    (400, "InvalidTimeStamp.Format", .skewedClock),
    (400, "InvalidTimeStamp.Expired", .skewedClock),
    (400, "SignatureNonceUsed", .usedNonce),
    (400, "Rejected.LimitExceeded", .quota),
    (400, "Rejected.ShareQuotaExceedLimit", .quota),
    (400, "UnsupportedOperation", .invalidRequest),
    (400, "MissingName", .invalidRequest),
    (400, "InvalidProtocol.NeedSsl", .invalidRequest),
    (400, "InvalidAccessKeyId.Inactive", .disabledAccessKey),
    (403, "Forbidden.NoPermission", .missingPermission),
    (403, "Forbidden.AccessKey", .disabledAccessKey),
    (403, "UnsupportedHTTPMethod", .invalidRequest),
    (403, "Forbidden.UbsmsInvalidUserid", .restrictedAccount),
    (403, "Forbidden.KmsServiceNotEnabled", .serviceNotEnabled),
    (403, "Forbidden.InDebt", .debt),
    (403, "Forbidden.DKMSInstanceStateInvalid", .unusableInstance),
    (403, "Forbidden.DKMSInstanceNotFound", .unusableInstance),
    (404, "InvalidAccessKeyId.NotFound", .unknownAccessKey),
    (404, "Forbidden.ResourceNotFound", .notFound),
    (404, "Forbidden.KeyNotFound", .other),
    (404, "Forbidden.AliasNotFound", .other),
    (404, "InvalidProduct.NotFound", .unknownAction),
    (404, "InvalidApi.NotFound", .unknownAction),
    (404, "InvalidAction.NotFound", .unknownAction),
    (400, "MissingSecurityToken", .missingToken),
    (400, "InvalidSecurityToken.Expired", .expiredToken),
    (400, "InvalidSecurityToken.Malformed", .wrongToken),
    (403, "Forbidden.InDebtOverdue", .debt),
    (404, "SomethingNew.NotFound", .other),
    (409, "Rejected.ResourceExist", .alreadyExists),
    (409, "Rejected.StateModifiedFailed", .wrongState),
    (429, "Rejected.Throttling", .throttled),
    (400, "Throttling", .throttled),
    (400, "Throttling.User", .throttled),
    (503, "Throttling.Api", .throttled),
    (429, "SomethingNew", .throttled),
    (500, "InternalFailure", .serviceFault),
    (500, "InternalError", .serviceFault),
    (503, "ServiceUnavailableTemporary", .serviceFault),
    (503, "SerivceUnvailableTemporary", .serviceFault),
    (502, "SomethingNew", .serviceFault),
  ])
  func theCodeDecides(status: Int, code: String, cause: FailureCause) {
    #expect(
      ErrorClassification.cause(code: code, status: status, operation: "DescribePolicy")
        == cause)
    let instance = ErrorClassification.cause(
      code: "Forbidden.DKMSInstanceNotFound", status: 403, operation: "GetKmsInstance")
    #expect(instance == .notFound)
  }
}
