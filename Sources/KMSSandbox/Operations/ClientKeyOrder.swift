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

  /// Makes the key, away from whoever asked: a real one takes a good part of a second.
  @concurrent
  func issue(_ maker: ClientKeyMaker) async throws(WireError) -> IssuedKey {
    let id = maker.id()
    do {
      let made = try maker.make(id, self)
      let record = ClientKeyRecord(
        id: id, accessPoint: accessPoint, createTime: created, notBefore: notBefore,
        notAfter: notAfter, certificatePEM: made.certificatePEM)
      return IssuedKey(record: record, container: made.containerBase64)
    } catch {
      throw WireError(500, "InternalFailure", error.message)
    }
  }
}

/// Makes the ids and the two halves of client keys.
struct ClientKeyMaker: Sendable {
  typealias Halves = (certificatePEM: String, containerBase64: Secret)

  /// An id that no other key ever has.
  var id: @Sendable () -> String
  /// A certificate with its private key in a container under the order's password.
  var make: @Sendable (_ id: String, ClientKeyOrder) throws(PKCS12Error) -> Halves

  /// Random ids, and a real key of its own for each.
  static let real = ClientKeyMaker(
    id: { "KAAP.\(UUID().uuidString.lowercased())" },
    make: { id, order throws(PKCS12Error) in
      try PKCS12.issue(
        commonName: id, notBefore: order.notBefore.secondsSinceEpoch,
        notAfter: order.notAfter.secondsSinceEpoch, password: order.password,
        ciphers: order.ciphers)
    })
}

/// A client key that was made but is not yet in the inventory.
struct IssuedKey: Sendable {
  var record: ClientKeyRecord
  var container: Secret
}
