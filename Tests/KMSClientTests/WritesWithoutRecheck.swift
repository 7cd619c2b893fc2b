import KMSModel
import Secrets

/// Writes of tests that are not about the look before a write is sent again.
extension KMSService {
  func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec
  ) async throws(KMSFailure) {
    try await updateNetworkRule(name, description: description, spec: spec, recheck: .none)
  }

  func updatePolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) {
    try await updatePolicy(name, description: description, spec: spec, recheck: .none)
  }

  func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) {
    try await updateAccessPoint(name, description: description, spec: spec, recheck: .none)
  }

  func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp
  ) async throws(KMSFailure) -> IssuedClientKey {
    try await createClientKey(
      accessPoint: accessPoint, password: password, notBefore: notBefore, notAfter: notAfter,
      recheck: .none)
  }

  func delete(_ id: ResourceID) async throws(KMSFailure) {
    try await delete(id, recheck: .none)
  }

  func deleteClientKey(_ id: String) async throws(KMSFailure) {
    try await deleteClientKey(id, recheck: .none)
  }
}
