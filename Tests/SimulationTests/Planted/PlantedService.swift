import KMSModel
import Secrets
import Synchronization

/// A client with a fault planted on purpose: the simulation has to find it.
///
/// It stands where the real client stands; the program itself has no such switch.
struct PlantedService: KMSService {
  /// What is wrong with it.
  enum Flaw: Sendable, Hashable {
    /// A deletion counts as done when the answer says so, whether or not the key is still there.
    case believesDeletions
    /// Nothing is looked at again after a wait.
    case neverLooksAgain
  }

  let service: any KMSService
  let flaw: Flaw
  let believed = BelievedDeletions()

  /// What a write does before it is sent again.
  private func kept(_ recheck: Recheck) -> Recheck {
    flaw == .neverLooksAgain ? .none : recheck
  }

  func deleteClientKey(_ id: String, recheck: Recheck) async throws(KMSFailure) {
    try await service.deleteClientKey(id, recheck: kept(recheck))
    if flaw == .believesDeletions { believed.add(id) }
  }

  func listClientKeys(accessPoint: String) async throws(KMSFailure) -> [LiveClientKey] {
    try await service.listClientKeys(accessPoint: accessPoint).filter { !believed.contains($0.id) }
  }

  func clientKey(_ id: String) async throws(KMSFailure) -> LiveClientKey {
    guard !believed.contains(id) else {
      throw KMSFailure(.notFound, operation: "GetClientKey", message: "it was deleted")
    }
    return try await service.clientKey(id)
  }
}

/// The ids that the planted client takes for deleted.
final class BelievedDeletions: Sendable {
  private let ids = Mutex<Set<String>>([])

  func add(_ id: String) { ids.withLock { _ = $0.insert(id) } }

  func contains(_ id: String) -> Bool { ids.withLock { $0.contains(id) } }
}

// MARK: What is handed on as it is

extension PlantedService {
  func listNetworkRules(page: Int) async throws(KMSFailure) -> NamePage {
    try await service.listNetworkRules(page: page)
  }

  func listPolicies(page: Int) async throws(KMSFailure) -> NamePage {
    try await service.listPolicies(page: page)
  }

  func listAccessPoints(page: Int) async throws(KMSFailure) -> NamePage {
    try await service.listAccessPoints(page: page)
  }

  func describeNetworkRule(_ name: String) async throws(KMSFailure) -> LiveObject<NetworkRuleSpec> {
    try await service.describeNetworkRule(name)
  }

  func describePolicy(_ name: String) async throws(KMSFailure) -> LiveObject<PolicySpec> {
    try await service.describePolicy(name)
  }

  func describeAccessPoint(_ name: String) async throws(KMSFailure) -> LiveObject<AccessPointSpec> {
    try await service.describeAccessPoint(name)
  }

  func describeInstance(_ id: String) async throws(KMSFailure) -> KMSInstance {
    try await service.describeInstance(id)
  }

  func serviceTime() async -> Timestamp? { await service.serviceTime() }

  func createNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec
  ) async throws(KMSFailure) {
    try await service.createNetworkRule(name, description: description, spec: spec)
  }

  func createPolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) {
    try await service.createPolicy(name, description: description, spec: spec)
  }

  func createAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) {
    try await service.createAccessPoint(name, description: description, spec: spec)
  }

  func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp,
    recheck: Recheck
  ) async throws(KMSFailure) -> IssuedClientKey {
    try await service.createClientKey(
      accessPoint: accessPoint, password: password, notBefore: notBefore, notAfter: notAfter,
      recheck: kept(recheck))
  }

  func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await service.updateNetworkRule(
      name, description: description, spec: spec, recheck: kept(recheck))
  }

  func updatePolicy(
    _ name: String, description: String, spec: PolicySpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await service.updatePolicy(
      name, description: description, spec: spec, recheck: kept(recheck))
  }

  func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await service.updateAccessPoint(
      name, description: description, spec: spec, recheck: kept(recheck))
  }

  func delete(_ id: ResourceID, recheck: Recheck) async throws(KMSFailure) {
    try await service.delete(id, recheck: kept(recheck))
  }
}
