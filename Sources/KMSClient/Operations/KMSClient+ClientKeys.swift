internal import HTTPTransport
public import KMSModel
public import Secrets

extension KMSClient {
  /// All client keys of one access point.
  public func listClientKeys(
    accessPoint: String
  ) async throws(KMSFailure) -> [LiveClientKey] {
    // By GET, like GetClientKey: the service takes no POST for these two.
    let call = ServiceCall("ListClientKeys", ["AapName": accessPoint], method: .get)
    let list = try await caller.perform(call, as: ClientKeyListWire.self)
    return list.keys.items.map { $0.key(of: accessPoint) }
  }

  /// Reads one client key by its full id.
  public func clientKey(_ id: String) async throws(KMSFailure) -> LiveClientKey {
    let call = ServiceCall("GetClientKey", ["ClientKeyId": id], method: .get)
    return try await caller.perform(call, as: ClientKeyWire.self).key()
  }

  /// Issues a client key; the only moment its private half exists outside the service's memory.
  public func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp,
    recheck: Recheck
  ) async throws(KMSFailure) -> IssuedClientKey {
    let parameters = [
      "AapName": accessPoint, "Password": password.withUnsafeText { $0 },
      "NotBefore": notBefore.iso8601, "NotAfter": notAfter.iso8601,
    ]
    let call = ServiceCall("CreateClientKey", parameters, effect: .create, recheck: recheck)
    return try await caller.perform(call, as: IssuedKeyWire.self).key(of: accessPoint)
  }

  /// Deletes one client key by its full id.
  public func deleteClientKey(_ id: String, recheck: Recheck) async throws(KMSFailure) {
    try await caller.perform(
      ServiceCall("DeleteClientKey", ["ClientKeyId": id], effect: .delete, recheck: recheck))
  }
}
