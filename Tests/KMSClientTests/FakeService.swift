import KMSModel
import Secrets

/// A service made of closures: what a test does not replace is an empty account.
actor FakeService: KMSService {
  typealias Lists =
    @Sendable (_ operation: String, _ page: Int) async throws(KMSFailure) -> NamePage
  typealias Hook = @Sendable (_ call: String) async throws(KMSFailure) -> Void

  private let lists: Lists
  private let hook: Hook
  private let scope: String
  private(set) var calls: [String] = []
  private(set) var mostInFlight = 0
  private var inFlight = 0

  /// `lists` gives the pages; `hook` runs before each answer but those of lists and may wait or
  /// fail; policies all have this scope.
  init(scope: String = "shared", lists: @escaping Lists, hook: @escaping Hook = { _ in }) {
    self.scope = scope
    self.lists = lists
    self.hook = hook
  }

  /// Lists of one page each.
  init(
    rules: [String] = [], policies: [String] = [], accessPoints: [String] = [],
    scope: String = "shared", hook: @escaping Hook = { _ in }
  ) {
    let names = [
      "ListNetworkRules": rules, "ListPolicies": policies,
      "ListApplicationAccessPoints": accessPoints,
    ]
    self.init(
      scope: scope,
      lists: { operation, _ in
        let names = names[operation] ?? []
        return NamePage(names: names, totalCount: names.count, pageSize: 100)
      }, hook: hook)
  }

  private func note(_ call: String) async throws(KMSFailure) {
    begin(call)
    defer { inFlight -= 1 }
    try await hook(call)
  }

  private func page(_ operation: String, _ page: Int) async throws(KMSFailure) -> NamePage {
    begin("\(operation) \(page)")
    defer { inFlight -= 1 }
    return try await lists(operation, page)
  }

  private func begin(_ call: String) {
    calls.append(call)
    inFlight += 1
    mostInFlight = max(mostInFlight, inFlight)
  }

  func listNetworkRules(page number: Int) async throws(KMSFailure) -> NamePage {
    try await page("ListNetworkRules", number)
  }
  func listPolicies(page number: Int) async throws(KMSFailure) -> NamePage {
    try await page("ListPolicies", number)
  }
  func listAccessPoints(page number: Int) async throws(KMSFailure) -> NamePage {
    try await page("ListApplicationAccessPoints", number)
  }
  func listClientKeys(accessPoint: String) async throws(KMSFailure) -> [LiveClientKey] {
    try await note("ListClientKeys \(accessPoint)")
    let moment = Timestamp(secondsSinceEpoch: 0)
    return ["KAAP.2", "KAAP.1"].map { id in
      LiveClientKey(
        id: id, accessPoint: accessPoint, notBefore: moment, notAfter: moment, createTime: nil,
        certificatePEM: "")
    }
  }
  func clientKey(_ id: String) async throws(KMSFailure) -> LiveClientKey {
    try await note("GetClientKey \(id)")
    let moment = Timestamp(secondsSinceEpoch: 0)
    return LiveClientKey(
      id: id, accessPoint: "a", notBefore: moment, notAfter: moment, createTime: nil,
      certificatePEM: "")
  }
  func describeNetworkRule(
    _ name: String
  ) async throws(KMSFailure) -> LiveObject<NetworkRuleSpec> {
    try await note("DescribeNetworkRule \(name)")
    return LiveObject(
      name: name, arn: "", rawDescription: "", spec: .init(type: .privateNetwork, sources: []))
  }
  func describePolicy(_ name: String) async throws(KMSFailure) -> LiveObject<PolicySpec> {
    try await note("DescribePolicy \(name)")
    return LiveObject(
      name: name, arn: "", rawDescription: "",
      spec: PolicySpec(
        scope: .init(rawValue: scope), roles: [], resources: [], networkAccess: .unrestricted))
  }
  func describeAccessPoint(
    _ name: String
  ) async throws(KMSFailure) -> LiveObject<AccessPointSpec> {
    try await note("DescribeApplicationAccessPoint \(name)")
    return LiveObject(
      name: name, arn: "", rawDescription: "",
      spec: .init(authenticationMethod: .clientKey, policies: []))
  }
  func describeInstance(_ id: String) async throws(KMSFailure) -> KMSInstance {
    try await note("GetKmsInstance \(id)")
    return KMSInstance(id: id, status: "Connected", caCertificateChainPEM: "")
  }
  func serviceTime() async -> Timestamp? { Timestamp(secondsSinceEpoch: 1_000) }

  // A reader writes nothing: these fail the test through the state it then returns.
  private static let refusal = KMSFailure(.other, operation: "write", message: "a reader wrote")
  func createNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec
  ) async throws(KMSFailure) { throw Self.refusal }
  func createPolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) { throw Self.refusal }
  func createAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) { throw Self.refusal }
  func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp,
    recheck: Recheck
  ) async throws(KMSFailure) -> IssuedClientKey { throw Self.refusal }
  func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec, recheck: Recheck
  ) async throws(KMSFailure) { throw Self.refusal }
  func updatePolicy(
    _ name: String, description: String, spec: PolicySpec, recheck: Recheck
  ) async throws(KMSFailure) { throw Self.refusal }
  func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec, recheck: Recheck
  ) async throws(KMSFailure) { throw Self.refusal }
  func delete(_ id: ResourceID, recheck: Recheck) async throws(KMSFailure) { throw Self.refusal }
  func deleteClientKey(_ id: String, recheck: Recheck) async throws(KMSFailure) {
    throw Self.refusal
  }
}

/// A door that stays open once opened.
actor Latch {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func wait() async {
    guard !isOpen else { return }
    await withCheckedContinuation { waiting.append($0) }
  }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}
