internal import KMSModel
internal import Secrets

/// What both signature versions have in common.
struct SignedRequest: Sendable {
  var accessKeyID: String
  var securityToken: String?
  var date: String
  var nonce: String
  private var proof: WireCall.Proof

  init(_ proof: WireCall.Proof) {
    self.proof = proof
    switch proof {
    case .header(let signature):
      (accessKeyID, securityToken) = (signature.accessKeyID, signature.securityToken)
      (date, nonce) = (signature.date, signature.nonce)
    case .parameters(let signature):
      (accessKeyID, securityToken) = (signature.accessKeyID, signature.securityToken)
      (date, nonce) = (signature.date, signature.nonce)
    }
  }

  func checkDate(now: Timestamp) throws(WireError) {
    guard let time = Timestamp(iso8601: date), time.iso8601 == date else {
      throw WireError(
        400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.")
    }
    guard abs(time.seconds(since: now)) <= NonceMemory.dateTolerance else {
      throw WireError(
        400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
    }
  }

  func checkSignature(of key: AccessKeyRecord) throws(WireError) {
    let secret = Secret(key.secret)
    switch proof {
    case .header(let signature): try signature.check(secret: secret)
    case .parameters(let signature): try signature.check(secret: secret)
    }
  }

  // The codes around security tokens are from general knowledge of the gateway (inferred).
  static let missingToken = WireError(
    400, "MissingSecurityToken", "SecurityToken is mandatory for this action.")
  static let wrongToken = WireError(
    400, "InvalidSecurityToken.MismatchWithAccessKey",
    "Specified SecurityToken mismatch with the AccessKey.")
}
