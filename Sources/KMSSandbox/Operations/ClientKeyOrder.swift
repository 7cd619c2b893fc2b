internal import Cryptography
internal import Foundation
internal import KMSModel
internal import Secrets

/// A client key that was asked for and may be made: step one of two.
struct ClientKeyOrder: Sendable {
  var accessPoint: String
  var password: Secret
  var created: Timestamp
  var notBefore: Timestamp
  var notAfter: Timestamp
  var ciphers: PKCS12.Ciphers

  /// Makes a real key, away from whoever asked: this takes a good part of a second.
  @concurrent
  func issue() async throws(WireError) -> IssuedKey {
    let id = "KAAP.\(UUID().uuidString.lowercased())"
    do {
      let made = try PKCS12.issue(
        commonName: id, notBefore: notBefore.secondsSinceEpoch,
        notAfter: notAfter.secondsSinceEpoch, password: password, ciphers: ciphers)
      let record = ClientKeyRecord(
        id: id, accessPoint: accessPoint, createTime: created, notBefore: notBefore,
        notAfter: notAfter, certificatePEM: made.certificatePEM)
      return IssuedKey(record: record, container: made.containerBase64)
    } catch {
      throw WireError(500, "InternalFailure", error.message)
    }
  }
}

/// A client key that was made but is not yet in the inventory.
struct IssuedKey: Sendable {
  var record: ClientKeyRecord
  var container: Secret
}
