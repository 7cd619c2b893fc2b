internal import Cryptography
internal import Delivery
internal import KMSModel
internal import Secrets

/// A real client key, made like the service makes it.
struct SampleKey {
  static let firstID = "KAAP.11111111-2222-4333-8444-555555555555"
  static let secondID = "KAAP.66666666-2222-4333-8444-555555555555"
  static let password = "Planted-Password-1"

  /// Making RSA keys takes its time: one for all tests, and its successor.
  static let first = Result { try SampleKey(firstID) }
  static let second = Result { try SampleKey(secondID) }

  let key: DeliverableKey
  let certificatePEM: String

  private init(_ id: String) throws {
    let password = Secret(Self.password)
    let start = Timestamp(secondsSinceEpoch: 1_795_000_000)
    let end = start.adding(seconds: 31_536_000)
    let made = try PKCS12.issue(
      commonName: id, notBefore: start.secondsSinceEpoch, notAfter: end.secondsSinceEpoch,
      password: password)
    certificatePEM = made.certificatePEM
    key = DeliverableKey(
      issued: IssuedClientKey(
        id: id, accessPoint: "orders", notBefore: start, notAfter: end,
        privateKeyData: made.containerBase64),
      password: password)
  }

  var privateKeyText: String { key.issued.privateKeyData.withUnsafeText { $0 } }
}
