internal import KMSModel
internal import Secrets

/// The model service as one run sees it.
struct ModelService: KMSService {
  let store: ModelStore
  let life: Life

  func perform<Answer: Sendable>(
    _ operation: String, recheck: Recheck = .none,
    _ work: @escaping @Sendable (inout ModelState) throws(KMSFailure) -> Answer
  ) async throws(KMSFailure) -> Answer {
    let fault = await life.begin(operation)
    if case .end(.beforeWork) = fault { throw Self.lost(operation) }
    await store.tick()
    switch fault {
    case nil:
      let isRead = ["Describe", "List", "Get"].contains { operation.hasPrefix($0) }
      return try await isRead ? store.read(operation, work) : store.work(work)
    case .refused(let kind):
      throw KMSFailure(kind, operation: operation, message: "refused")
    case .lostBefore, .end(.beforeWork):
      throw Self.lost(operation)
    case .hollow:
      var copy = await store.state
      return try work(&copy)
    case .lostAfter, .end(.afterWork):
      _ = try await store.work(work)
      throw Self.lost(operation)
    case .waited:
      await store.edit(life.meanwhile)
      do throws(KMSFailure) {
        if case .done = try await recheck.look(), let answer = () as? Answer { return answer }
      } catch {
        var failure = error
        failure.isOfLook = true
        throw failure
      }
      return try await store.work(work)
    case .late(let calls):
      await store.postpone(calls) { _ = try? work(&$0) }
      throw Self.lost(operation)
    }
  }

  private static func lost(_ operation: String) -> KMSFailure {
    KMSFailure(
      .unavailable, operation: operation, message: "no answer", mayHaveHappened: true)
  }

  func listNetworkRules(page: Int) async throws(KMSFailure) -> NamePage {
    try await perform("ListNetworkRules") { Self.page($0.networkRules.keys) }
  }

  func listPolicies(page: Int) async throws(KMSFailure) -> NamePage {
    try await perform("ListPolicies") { Self.page($0.policies.keys) }
  }

  func listAccessPoints(page: Int) async throws(KMSFailure) -> NamePage {
    try await perform("ListApplicationAccessPoints") { Self.page($0.accessPoints.keys) }
  }

  private static func page(_ names: some Sequence<String>) -> NamePage {
    let names = names.sorted()
    return NamePage(names: names, totalCount: names.count, pageSize: max(100, names.count))
  }

  func listClientKeys(accessPoint: String) async throws(KMSFailure) -> [LiveClientKey] {
    try await perform("ListClientKeys") { $0.keys(of: accessPoint) }
  }

  func clientKey(_ id: String) async throws(KMSFailure) -> LiveClientKey {
    try await perform("GetClientKey") { state throws(KMSFailure) in
      guard let key = state.clientKeys.first(where: { $0.id == id }) else {
        throw KMSFailure(.notFound, operation: "GetClientKey", message: id)
      }
      return key
    }
  }

  func describeNetworkRule(_ name: String) async throws(KMSFailure) -> LiveObject<NetworkRuleSpec> {
    try await perform("DescribeNetworkRule") { state throws(KMSFailure) in
      try Self.found(state.networkRules[name], name)
    }
  }

  func describePolicy(_ name: String) async throws(KMSFailure) -> LiveObject<PolicySpec> {
    try await perform("DescribePolicy") { state throws(KMSFailure) in
      try Self.found(state.policies[name], name)
    }
  }

  func describeAccessPoint(_ name: String) async throws(KMSFailure) -> LiveObject<AccessPointSpec> {
    try await perform("DescribeApplicationAccessPoint") { state throws(KMSFailure) in
      try Self.found(state.accessPoints[name], name)
    }
  }

  private static func found<Spec>(
    _ object: LiveObject<Spec>?, _ name: String
  ) throws(KMSFailure) -> LiveObject<Spec> {
    guard let object else { throw KMSFailure(.notFound, operation: "Describe", message: name) }
    return object
  }

  func describeInstance(_ id: String) async throws(KMSFailure) -> KMSInstance {
    try await perform("GetKmsInstance") { _ in
      let isConnected = id != "kst-dark"
      return KMSInstance(
        id: id, status: isConnected ? "Connected" : "Disconnected",
        caCertificateChainPEM: isConnected ? "chain of \(id)\n" : "")
    }
  }

  func serviceTime() async -> Timestamp? { await store.state.now }

  func deleteClientKey(_ id: String, recheck: Recheck) async throws(KMSFailure) {
    try await perform("DeleteClientKey", recheck: recheck) { state throws(KMSFailure) in
      try state.deleteClientKey(id)
    }
  }

  func delete(_ id: ResourceID, recheck: Recheck) async throws(KMSFailure) {
    try await perform("Delete", recheck: recheck) { state throws(KMSFailure) in try state.delete(id)
    }
  }

  func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp,
    recheck: Recheck
  ) async throws(KMSFailure) -> IssuedClientKey {
    try await perform("CreateClientKey", recheck: recheck) { state throws(KMSFailure) in
      try state.issue(accessPoint, password, notBefore, notAfter)
    }
  }
}
