internal import Delivery
internal import KMSModel
internal import Secrets

/// The service as one step sees it: every write is remembered, and no answer is older than this
/// run's last write.
///
/// An answer that is older is asked for again; one that stays older is a failure, so that nothing
/// is ever written from it. Whatever is not surely older is handed on as it is.
struct ObservedService: KMSService {
  let service: any KMSService
  let watch: WriteWatch
  let waiting: Waiting

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
    var wait = waiting.begin()
    while true {
      let keys = try await service.listClientKeys(accessPoint: accessPoint)
      guard let outdated = await memory.outdatedKey(in: keys, of: accessPoint) else {
        await memory.note(listed: keys)
        return keys
      }
      guard await waiting.again(&wait) else {
        // What a list has shown since it was issued, and shows no more, somebody deleted.
        if !wait.wasInterrupted, await memory.believeVanished(outdated, of: accessPoint) {
          continue
        }
        let isShown = keys.contains { $0.id == outdated }
        throw Self.outdated(
          "ListClientKeys",
          isShown
            ? "still shows client key \(outdated), which this run deleted"
            : "does not show client key \(outdated), which this run issued", wait)
      }
    }
  }

  func clientKey(_ id: String) async throws(KMSFailure) -> LiveClientKey {
    try await service.clientKey(id)
  }

  func describeNetworkRule(_ name: String) async throws(KMSFailure) -> LiveObject<NetworkRuleSpec> {
    try await upToDate(name) { () async throws(KMSFailure) in
      try await service.describeNetworkRule(name)
    }
  }

  func describePolicy(_ name: String) async throws(KMSFailure) -> LiveObject<PolicySpec> {
    try await upToDate(name) { () async throws(KMSFailure) in
      try await service.describePolicy(name)
    }
  }

  func describeAccessPoint(_ name: String) async throws(KMSFailure) -> LiveObject<AccessPointSpec> {
    try await upToDate(name) { () async throws(KMSFailure) in
      try await service.describeAccessPoint(name)
    }
  }

  func describeInstance(_ id: String) async throws(KMSFailure) -> KMSInstance {
    try await service.describeInstance(id)
  }

  func serviceTime() async -> Timestamp? { await service.serviceTime() }

  func clockReading() async -> ServiceClockReading { await service.clockReading() }

  func createNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec
  ) async throws(KMSFailure) {
    try await create(.init(.networkRule, name), spec.observed(as: description)) {
      () async throws(KMSFailure) in
      try await service.createNetworkRule(name, description: description, spec: spec)
    }
  }

  func createPolicy(
    _ name: String, description: String, spec: PolicySpec
  ) async throws(KMSFailure) {
    try await create(.init(.policy, name), spec.observed(as: description)) {
      () async throws(KMSFailure) in
      try await service.createPolicy(name, description: description, spec: spec)
    }
  }

  func createAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec
  ) async throws(KMSFailure) {
    try await create(.init(.accessPoint, name), spec.observed(as: description)) {
      () async throws(KMSFailure) in
      try await service.createAccessPoint(name, description: description, spec: spec)
    }
  }

  func createClientKey(
    accessPoint: String, password: Secret, notBefore: Timestamp, notAfter: Timestamp,
    recheck: Recheck
  ) async throws(KMSFailure) -> IssuedClientKey {
    do throws(KMSFailure) {
      let key = try await watch.observing { () async throws(KMSFailure) in
        try await service.createClientKey(
          accessPoint: accessPoint, password: password, notBefore: notBefore, notAfter: notAfter,
          recheck: recheck)
      }
      guard ClientKeyFile.isID(key.id), key.accessPoint == accessPoint else {
        throw KMSFailure(
          cause: .malformedAnswer, operation: "CreateClientKey",
          message: "the answer names no client key of '\(accessPoint)'", mayHaveHappened: true)
      }
      await memory.note(issued: key.id, of: accessPoint, at: now)
      return key
    } catch {
      if error.isOutcomeOpen { await memory.notePerhapsWritten(at: now) }
      throw error
    }
  }

  func updateNetworkRule(
    _ name: String, description: String, spec: NetworkRuleSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await update(.init(.networkRule, name), spec.observed(as: description)) {
      () async throws(KMSFailure) in
      try await service.updateNetworkRule(
        name, description: description, spec: spec, recheck: recheck)
    }
  }

  func updatePolicy(
    _ name: String, description: String, spec: PolicySpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await update(.init(.policy, name), spec.observed(as: description)) {
      () async throws(KMSFailure) in
      try await service.updatePolicy(
        name, description: description, spec: spec, recheck: recheck)
    }
  }

  func updateAccessPoint(
    _ name: String, description: String, spec: AccessPointSpec, recheck: Recheck
  ) async throws(KMSFailure) {
    try await update(.init(.accessPoint, name), spec.observed(as: description)) {
      () async throws(KMSFailure) in
      try await service.updateAccessPoint(
        name, description: description, spec: spec, recheck: recheck)
    }
  }

  func delete(_ id: ResourceID, recheck: Recheck) async throws(KMSFailure) {
    do {
      try await watch.observing { () async throws(KMSFailure) in
        try await service.delete(id, recheck: recheck)
      }
    } catch {
      if error.isOutcomeOpen { await memory.note(perhapsWritten: .absent, to: id, at: now) }
      // Writes do not lag: what a deletion does not find is gone.
      if error.saysGone { await memory.note(written: .absent, to: id, at: now) }
      throw error
    }
    await memory.note(written: .absent, to: id, at: now)
  }

  func deleteClientKey(_ id: String, recheck: Recheck) async throws(KMSFailure) {
    do {
      try await watch.observing(deletesKey: true) { () async throws(KMSFailure) in
        try await service.deleteClientKey(id, recheck: recheck)
      }
    } catch {
      if error.isOutcomeOpen { await memory.note(perhapsDeletedKey: id, at: now) }
      if error.saysGone { await memory.note(deletedKey: id, at: now) }
      throw error
    }
    await memory.note(deletedKey: id, at: now)
  }
}

extension ObservedService {
  private var memory: WriteMemory { waiting.memory }
  private var now: Duration { waiting.patience.time() }

  /// Reads one object until the answer is not older than this run's last write to it.
  private func upToDate<Spec: AppliedSpec>(
    _ name: String, _ read: () async throws(KMSFailure) -> LiveObject<Spec>
  ) async throws(KMSFailure) -> LiveObject<Spec> {
    let id = ResourceID(Spec.kind, name)
    var wait = waiting.begin()
    while true {
      let answer: Result<LiveObject<Spec>, KMSFailure>
      do { answer = .success(try await read()) } catch { answer = .failure(error) }
      let shown: ObservedObject
      switch answer {
      case .success(let live): shown = ObservedObject(live)
      case .failure(let failure) where failure.kind == .notFound: shown = .absent
      case .failure(let failure): throw failure
      }
      guard await memory.isOutdated(shown, of: id) else {
        await memory.note(read: shown, of: id)
        return try answer.get()
      }
      guard await waiting.again(&wait) else {
        throw Self.outdated(
          "Describe\(Spec.wireName)",
          shown == .absent
            ? "does not show \(id), although it is there"
            : "still shows \(id) as it was before this run wrote it", wait)
      }
    }
  }

  private func create(
    _ id: ResourceID, _ object: ObservedObject, _ call: () async throws(KMSFailure) -> Void
  ) async throws(KMSFailure) {
    try await write(id, object, isCreation: true, call)
  }

  private func update(
    _ id: ResourceID, _ object: ObservedObject, _ call: () async throws(KMSFailure) -> Void
  ) async throws(KMSFailure) {
    try await write(id, object, isCreation: false, call)
  }

  private func write(
    _ id: ResourceID, _ object: ObservedObject, isCreation: Bool,
    _ call: () async throws(KMSFailure) -> Void
  ) async throws(KMSFailure) {
    do {
      try await watch.observing(call)
    } catch {
      if error.isOutcomeOpen { await memory.note(perhapsWritten: object, to: id, at: now) }
      if isCreation, error.kind == .alreadyExists { await memory.noteExistence(of: id) }
      throw error
    }
    await memory.note(written: object, to: id, isCreation: isCreation, at: now)
  }

  /// An answer that nothing may be based on.
  private static func outdated(_ operation: String, _ words: String, _ wait: Wait) -> KMSFailure {
    KMSFailure(
      .unavailable, operation: operation, message: "the service \(words)\(wait.words)")
  }
}
