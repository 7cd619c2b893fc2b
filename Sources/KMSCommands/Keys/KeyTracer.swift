internal import Cryptography
internal import KMSClient
internal import KMSModel
internal import Planning

/// Follows a client key from its id to what it reaches.
struct KeyTracer {
  let connection: Connection
  let stack: SurroundingStack
  let context: CommandContext

  func trace(_ id: String) async throws -> KeyTrace {
    let service = connection.service
    let region = connection.region
    var reads = PatientReads(context.patience, context.err)
    let found = try await reads.unlessGone(
      "client key \(id)", check: { try await stack.checkAccount(connection) }
    ) { () async throws(KMSFailure) in try await ClientKeySearch(service).key(id) }
    guard let key = found else {
      return KeyTrace(keyID: id, life: .deleted, region: region, now: try await now())
    }
    let point = try await reads.read("\(ResourceID(.accessPoint, key.accessPoint))") {
      () async throws(KMSFailure) in try await service.describeAccessPoint(key.accessPoint)
    }
    let now = try await now()
    let owner = KeyTrace.Owner(
      point.reading, of: ResourceID(.accessPoint, point.name),
      for: stack.spec.flatMap { $0.ownership == .marker ? $0.owner : nil },
      digest: DigestFunction(Digest.sha256))
    var reach: [KeyTrace.Reach] = []
    for policy in point.spec.policies.sorted() {
      reach.append(try await self.reach(policy, &reads))
    }
    return KeyTrace(
      keyID: id, life: .init(key, at: now), key: key, owner: owner,
      record: .init(key, in: point.reading, of: owner),
      isDeclared: stack.desired?.clientKeys[point.name] != nil,
      programs: stack.desired?.clientKeys[point.name]?.spec.programs ?? [], reach: reach,
      region: region,
      now: now)
  }

  /// The service's time, unless it cannot be told whose clock is right.
  private func now() async throws(CommandFailure) -> Timestamp {
    if let difference = await connection.service.clockReading().difference {
      let failure = CommandFailure(
        KMSFailure(cause: .differingClocks, operation: "", message: difference.words))
      throw CommandFailure(
        .error, "\(failure.message), so it cannot be told whether the key is valid",
        nextStep: failure.nextStep, cause: failure.cause)
    }
    return await connection.service.serviceTime() ?? context.now()
  }

  private func reach(
    _ policy: String, _ reads: inout PatientReads
  ) async throws -> KeyTrace.Reach {
    let found = try await reads.unlessGone("\(ResourceID(.policy, policy))") {
      () async throws(KMSFailure) in try await connection.service.describePolicy(policy)
    }
    guard let spec = found?.spec else {
      return .init(policy: policy, spec: nil, from: .rules([]))
    }
    switch spec.networkAccess {
    case .unrestricted: return .init(policy: policy, spec: spec, from: .anywhere)
    case .opaque(let text): return .init(policy: policy, spec: spec, from: .opaque(text))
    case .rules(let names):
      var sources: [KeyTrace.Reach.Source] = []
      for name in names.sorted() { sources.append(try await source(name, &reads)) }
      return .init(policy: policy, spec: spec, from: .rules(sources))
    }
  }

  private func source(
    _ rule: String, _ reads: inout PatientReads
  ) async throws -> KeyTrace.Reach.Source {
    let found = try await reads.unlessGone("\(ResourceID(.networkRule, rule))") {
      () async throws(KMSFailure) in try await connection.service.describeNetworkRule(rule)
    }
    return .init(
      rule: rule, type: found?.spec.type.rawValue,
      addresses: found?.spec.sources.sorted().map(\.description) ?? [])
  }
}
