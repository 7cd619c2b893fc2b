import KMSModel
import Testing

@testable import KMSClient

struct ErrorClassificationTests {
  @Test(arguments: [
    (400, "MissingParameter", KMSFailure.Kind.invalidRequest),
    (400, "InvalidParameter", .invalidRequest),
    (400, "ParseRequestParameterException", .invalidRequest),
    (400, "IncompleteSignature", .authentication),
    (400, "SignatureDoesNotMatch", .authentication),
    (400, "IllegalTimestamp", .authentication),
    (400, "InvalidTimeStamp.Format", .authentication),
    (400, "InvalidTimeStamp.Expired", .authentication),
    (400, "SignatureNonceUsed", .authentication),
    (400, "Rejected.LimitExceeded", .quota),
    (400, "Rejected.ShareQuotaExceedLimit", .quota),
    (400, "UnsupportedOperation", .invalidRequest),
    (400, "MissingName", .invalidRequest),
    (400, "InvalidProtocol.NeedSsl", .invalidRequest),
    (400, "InvalidAccessKeyId.Inactive", .authentication),
    (403, "Forbidden.NoPermission", .permission),
    (403, "Forbidden.AccessKey", .authentication),
    (403, "UnsupportedHTTPMethod", .invalidRequest),
    (403, "Forbidden.UbsmsInvalidUserid", .permission),
    (403, "Forbidden.KmsServiceNotEnabled", .permission),
    (403, "Forbidden.InDebt", .permission),
    (403, "Forbidden.DKMSInstanceStateInvalid", .other),
    (403, "Forbidden.DKMSInstanceNotFound", .other),
    (404, "InvalidAccessKeyId.NotFound", .authentication),
    (404, "Forbidden.ResourceNotFound", .notFound),
    (404, "Forbidden.KeyNotFound", .other),
    (404, "Forbidden.AliasNotFound", .other),
    (404, "InvalidProduct.NotFound", .invalidRequest),
    (404, "InvalidApi.NotFound", .invalidRequest),
    (404, "SomethingNew.NotFound", .other),
    (409, "Rejected.ResourceExist", .alreadyExists),
    (409, "Rejected.StateModifiedFailed", .other),
    (429, "Rejected.Throttling", .throttled),
    (400, "Throttling", .throttled),
    (400, "Throttling.User", .throttled),
    (503, "Throttling.Api", .throttled),
    (429, "SomethingNew", .throttled),
    (500, "InternalFailure", .unavailable),
    (500, "InternalError", .unavailable),
    (503, "ServiceUnavailableTemporary", .unavailable),
    (503, "SerivceUnvailableTemporary", .unavailable),
    (502, "SomethingNew", .unavailable),
  ])
  func theCodeDecides(status: Int, code: String, kind: KMSFailure.Kind) {
    #expect(
      ErrorClassification.kind(code: code, status: status, operation: "DescribePolicy") == kind)
    let instance = ErrorClassification.kind(
      code: "Forbidden.DKMSInstanceNotFound", status: 403, operation: "GetKmsInstance")
    #expect(instance == .notFound)
  }
}
