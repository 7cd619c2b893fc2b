import Foundation
import HTTPTransport
import KMSModel

/// One kind of failure, by what arrives, or does not.
struct FailureCase: Sendable {
  enum Fault: Sendable {
    /// What the transport gives in place of the service's answer.
    case answer(Result<HTTPResponse, TransportError>)
    /// No answer has the header `Date`.
    case noTime
    /// The environment itself is at fault.
    case environment([String: String])
  }

  var cause: FailureCause
  var title: String
  var fault: Fault

  static let all: [FailureCase] = wayThere + answers + caller + request

  private static let wayThere: [FailureCase] = [
    lost(
      .unresolvedHost, "the endpoint's name does not resolve", .unresolvedHost,
      "Could not resolve host: kms.example.com"),
    lost(
      .refusedConnection, "nobody listens at the endpoint", .connectionFailed,
      "Failed to connect to kms.example.com port 443: Connection refused"),
    lost(.timedOut, "no answer in time", .timedOut, "Operation timed out after 30000 milliseconds"),
    lost(
      .lostConnection, "the connection breaks", .connectionLost,
      "Recv failure: Connection reset by peer"),
    FailureCase(
      cause: .malformedProxy, title: "a proxy variable that is no URL",
      fault: .environment([
        "HTTPS_PROXY": "http://user:S3#cretPw@proxy.example.com:3128",
        "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI5tExample",
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "not-a-real-secret",
      ])),
    lost(
      .unreachableProxy, "the proxy does not listen", .unreachableProxy,
      "Failed to connect to proxy.example.com port 3128 (the proxy of HTTPS_PROXY)"),
    lost(
      .unauthenticatedProxy, "the proxy wants other credentials", .unauthenticatedProxy,
      "the proxy of HTTPS_PROXY refused the tunnel with HTTP 407"),
    lost(
      .proxyRefusal, "the proxy opens no tunnel", .proxyRefusal,
      "the proxy of HTTPS_PROXY refused the tunnel with HTTP 403"),
    lost(
      .untrustedCertificate, "an unknown certificate authority", .untrustedCertificate,
      "SSL certificate problem: unable to get local issuer certificate"),
    lost(
      .otherHostsCertificate, "a certificate for another host", .otherHostsCertificate,
      "SSL: no alternative certificate subject name matches target host name 'kms.example.com'"),
    lost(
      .expiredCertificate, "a certificate whose time is over", .expiredCertificate,
      "SSL certificate problem: certificate has expired"),
    lost(
      .unusableCAFile, "a CA file that cannot be read", .unusableCAFile,
      "error setting certificate file: /etc/ssl/own-ca.pem"),
    lost(
      .failedHandshake, "TLS finds no common way", .tlsFailed,
      "OpenSSL/3.0.17: error:0A00010B:SSL routines::wrong version number"),
    lost(.unusableURL, "the endpoint's URL cannot be used", .badURL, "Bad hostname"),
  ]

  private static let answers: [FailureCase] = [
    page(.foreignAnswer, "a page in place of the service's answer", 404),
    page(.gatewayFault, "a gateway's page with an error", 502),
    FailureCase(
      cause: .malformedAnswer, title: "an answer with a field of another form",
      fault: .answer(.success(response(200, #"{"RequestId":"r-1","TotalCount":"many"}"#)))),
    FailureCase(cause: .missingTime, title: "no answer has the header 'Date'", fault: .noTime),
    FailureCase(
      cause: .changingList, title: "a list that changes each time it is read",
      fault: .answer(
        .success(
          response(
            200,
            #"{"RequestId":"r-1","PageNumber":1,"PageSize":100,"TotalCount":5,"Policies":{"Policy":[{"Name":"a"}]}}"#
          )))),
    refused(.throttled, 429, "Rejected.Throttling", "QPS Limit Exceeded"),
    refused(.serviceFault, 500, "InternalFailure", "Internal Failure"),
    refused(.usedNonce, 400, "SignatureNonceUsed", "The request signature nonce has been used."),
  ]

  private static let caller: [FailureCase] = [
    refused(
      .unknownAccessKey, 404, "InvalidAccessKeyId.NotFound",
      "Specified access key is not found."),
    refused(
      .disabledAccessKey, 400, "InvalidAccessKeyId.Inactive",
      "Specified access key is disabled."),
    refused(
      .wrongSignature, 400, "SignatureDoesNotMatch",
      "Specified signature does not match our calculation. server string to sign is: ACS3-HMAC"),
    refused(
      .skewedClock, 400, "InvalidTimeStamp.Expired",
      "Specified time stamp or date value is expired."),
    refused(
      .missingToken, 400, "MissingSecurityToken",
      "SecurityToken is mandatory for this action."),
    refused(
      .expiredToken, 400, "InvalidSecurityToken.Expired",
      "Specified SecurityToken is expired."),
    refused(
      .wrongToken, 400, "InvalidSecurityToken.MismatchWithAccessKey",
      "Specified SecurityToken mismatch with the AccessKey."),
    refused(
      .refusedCredentials, 400, "MissingAccessKeyId",
      "AccessKeyId is mandatory for this action."),
    refused(
      .missingPermission, 403, "Forbidden.NoPermission",
      "You are not authorized to do this operation."),
    FailureCase(
      cause: .forbidden, title: "`NoPermission`, by an explicit Deny",
      fault: .answer(
        .success(
          response(
            403,
            #"{"RequestId":"r-1","Code":"NoPermission","Message":"You are not authorized.","#
              + #""AccessDeniedDetail":{"NoPermissionType":"ExplicitDeny"}}"#)))),
    refused(.debt, 403, "Forbidden.InDebt", "Your account is in debt."),
    refused(.serviceNotEnabled, 403, "Forbidden.KmsServiceNotEnabled", "KMS is not enabled."),
    refused(
      .restrictedAccount, 403, "Forbidden.ProhibitedByRiskControl",
      "The account is restricted."),
  ]

  private static let request: [FailureCase] = [
    refused(
      .unknownAction, 404, "InvalidAction.NotFound",
      "Specified api is not found, please check your url and method."),
    refused(
      .unusableInstance, 403, "Forbidden.DKMSInstanceStateInvalid",
      "The state of the instance is invalid."),
    refused(.quota, 400, "Rejected.LimitExceeded", "The resource quota was exceeded."),
    refused(.notFound, 404, "Forbidden.ResourceNotFound", "Resource not found."),
    refused(.alreadyExists, 409, "Rejected.ResourceExist", "The resource already exists."),
    refused(.wrongState, 409, "Rejected.PendingDeletion", "The resource is pending deletion."),
    refused(.invalidRequest, 400, "InvalidParameter", "The specified parameter is not valid."),
    refused(.other, 400, "Rejected.SomethingNew", "What the service says."),
  ]

  private static func lost(
    _ cause: FailureCause, _ title: String, _ code: TransportError.Code, _ message: String
  ) -> FailureCase {
    let error = TransportError(code, message, mayHaveBeenSent: false)
    return FailureCase(cause: cause, title: title, fault: .answer(.failure(error)))
  }

  private static func page(_ cause: FailureCause, _ title: String, _ status: Int) -> FailureCase {
    FailureCase(
      cause: cause, title: title,
      fault: .answer(.success(response(status, "<html>", type: "text/html"))))
  }

  private static func refused(
    _ cause: FailureCause, _ status: Int, _ code: String, _ message: String
  ) -> FailureCase {
    let body = #"{"Code":"\#(code)","Message":"\#(message)","RequestId":"3bf02f7a"}"#
    // An hour after the clock of the fake machine, for the one failure that is about clocks.
    let hour = cause == .skewedClock ? "01" : "00"
    return FailureCase(
      cause: cause, title: "`\(code)`",
      fault: .answer(.success(response(status, body, hour: hour))))
  }

  private static func response(
    _ status: Int, _ body: String, type: String = "application/json", hour: String = "00"
  ) -> HTTPResponse {
    let headers = [("content-type", type), ("date", "Wed, 25 Nov 2026 \(hour):00:00 GMT")]
    return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
  }
}
