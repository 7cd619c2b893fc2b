internal import KMSModel
internal import Secrets

/// The service with a watch on every writing call.
struct ObservedService: KMSService {
  let service: any KMSService
  let watch: WriteWatch

  func listNetworkRules(page: Int) async throws(KMSFailure) -> NamePage {
    try await service.listNetworkRules(page: page)
  }

  func listPolicies(page: Int) async throws(KMSFailure) -> NamePage {
    try await service.listPolicies(page: page)
  }

  func listAccessPoints(page: Int) async throws(KMSFailure) -> NamePage {
    try await service.listAccessPoints(page: page)
  }

  func listClientKeys(accessPoint: String) async throws(KMSFailure) -> [LiveClientKey] {
    try await service.listClientKeys(accessPoint: accessPoint)
  }

  func clientKey(_ id: String) async throws(KMSFailure) -> LiveClientKey {
    try await service.clientKey(id)
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
    try await watch.observing { () async throws(KMSFailure) in
      try await service.createNetworkRule(name, description: description, spec: spec)
    }
  }

  func createPolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.createPolicy(name, description: description, spec: spec)
    }
  }

  func createAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.createAccessPoint(name, description: description, spec: spec)
    }
  }

  func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp
  ) async throws(KMSFailure) -> IssuedClientKey {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.createClientKey(
        accessPoint: accessPoint, password: password, notBefore: notBefore, notAfter: notAfter)
    }
  }

  func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec
  ) async throws(KMSFailure) {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.updateNetworkRule(name, description: description, spec: spec)
    }
  }

  func updatePolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.updatePolicy(name, description: description, spec: spec)
    }
  }

  func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.updateAccessPoint(name, description: description, spec: spec)
    }
  }

  func delete(_ id: ResourceID) async throws(KMSFailure) {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.delete(id)
    }
  }

  func deleteClientKey(_ id: String) async throws(KMSFailure) {
    try await watch.observing { () async throws(KMSFailure) in
      try await service.deleteClientKey(id)
    }
  }
}
