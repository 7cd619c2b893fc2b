internal import KMSModel
internal import Planning

/// Deletes a client key that the marker knows, and then what the marker knows of it.
///
/// Everything the plan found is proved again right before: a marker that another run changed, or a
/// successor that somebody deleted meanwhile, must not cost the last valid key.
struct ClientKeyDeletionStep {
  let deletion: Step.ClientKeyDeletion
  let context: StepContext

  private var shortID: String { LiveClientKey.shortID(deletion.keyID) }

  func run() async throws(StepFailure) {
    let store = AccessPointMarker(
      accessPoint: deletion.accessPoint, basis: deletion.basis, context: context)
    var (marker, keys) = try await look(store)
    if try await ask(marker, keys) {
      // The answer may have taken a while.
      (marker, keys) = try await look(store)
    }
    let key = keys.first { $0.id == deletion.keyID }
    if let key {
      try await checkLeave(key, marker, keys)
      try await remove(store)
      await context.note("deleted client key \(deletion.keyID)")
    }
    guard isKnown(key, marker) else { return }
    let listed = keys
    try await store.change(holding: marker.intent) { marker in
      marker.forget(shortID, isDeclared: deletion.cause != .undeclared)
      if deletion.cause != .undeclared, marker.intent == nil {
        marker.forgetKeysBeforeTheNewest(besides: listed)
      }
    }
  }

  private func look(
    _ store: AccessPointMarker
  ) async throws(StepFailure) -> (Marker, [LiveClientKey]) {
    let marker = try await store.read().marker
    try await store.checkFree(marker)
    let keys = try await PatientKeyList(accessPoint: deletion.accessPoint, context: context)
      .read { $0.id == deletion.keyID }
    return (marker, keys)
  }

  private func remove(_ store: AccessPointMarker) async throws(StepFailure) {
    do throws(StepFailure) {
      try await ClientKeyRemoval(context).remove(deletion.keyID, of: deletion.accessPoint) {
        () async throws(StepFailure) in
        let (marker, keys) = try await look(store)
        guard let key = keys.first(where: { $0.id == deletion.keyID }) else { return }
        try await checkLeave(key, marker, keys)
      }
    } catch {
      guard error.kind == .stillLive, deletion.cause == .compromised else { throw error }
      // Its successor is delivered: the same command would issue one more.
      var failure = error
      failure.nextStep =
        "kmsctl key retire \(deletion.keyID), or the next 'kmsctl apply', goes on with it; if it "
        + "stays, 'kmsctl whoami' names the endpoint that says it goes"
      throw failure
    }
  }

  /// Whether the marker says anything of the key.
  private func isKnown(_ key: LiveClientKey?, _ marker: Marker) -> Bool {
    marker.records(shortID) || marker.intent?.shortID == shortID
      || key.map { marker.intent?.isOf($0) == true } == true
  }

  /// Fails unless the key is one that this step may delete, right now.
  private func checkLeave(
    _ key: LiveClientKey, _ marker: Marker, _ keys: [LiveClientKey]
  ) async throws(StepFailure) {
    guard isKnown(key, marker) else {
      throw StepFailure(
        .changedSincePlan,
        "client key \(deletion.keyID) is not recorded by \(deletion.accessPoint)'s marker",
        nextStep: "plan again")
    }
    let lifecycle = try await prove(key, marker, keys)
    guard deletion.cause == .requested, let lifecycle, let intent = marker.intent else { return }
    try await OpenIssueRetirement(deletion: deletion, context: context)
      .prove(key, lifecycle, intent)
  }

  /// Whether somebody had to be asked, and said yes.
  private func ask(
    _ marker: Marker, _ keys: [LiveClientKey]
  ) async throws(StepFailure) -> Bool {
    guard deletion.cause == .retired, let spec = deletion.spec,
      !spec.rotation.retirementCheck.isEmpty, marker.records(shortID),
      let key = keys.first(where: { $0.id == deletion.keyID }),
      let current = try await prove(key, marker, keys)?.current
    else { return false }
    try await RetirementCheck(
      words: spec.rotation.retirementCheck, programs: context.programs
    ).ask(accessPoint: deletion.accessPoint, key: key, successor: current.live.id)
    return true
  }

  /// Fails unless the reason of the plan still holds; what it was judged from, where that matters.
  private func prove(
    _ key: LiveClientKey, _ marker: Marker, _ keys: [LiveClientKey]
  ) async throws(StepFailure) -> KeyLifecycle? {
    guard deletion.cause != .undeclared else { return nil }
    guard let now = await context.service.serviceTime() else {
      throw StepFailure(
        .other, "the service's time is not known, so no key is retired",
        nextStep: "see that '--debug' shows a Date in the service's answers, then apply again")
    }
    let lifecycle = KeyLifecycle(
      KeyFacts(
        place: .init(
          account: context.stack.account, region: context.stack.region,
          accessPoint: deletion.accessPoint),
        keys: keys, marker: marker, spec: deletion.spec, now: now, digest: context.digest))
    guard let judged = lifecycle.keys.first(where: { $0.live.id == key.id }),
      isReasonGood(judged, lifecycle)
    else {
      throw StepFailure(
        .changedSincePlan,
        "client key \(key.id) may not go any more: its access point's keys "
          + "changed since the plan", nextStep: "plan again")
    }
    if deletion.cause == .retired, let hold = lifecycle.retirementHold {
      throw StepFailure(
        .postponed, "client key \(key.id) may not go now: \(hold.words) since the plan")
    }
    return lifecycle
  }

  private func isReasonGood(_ key: KeyLifecycle.Key, _ lifecycle: KeyLifecycle) -> Bool {
    switch deletion.cause {
    case .retired:
      // That it may go means: recorded, and the successor is valid and committed long enough.
      if case .retirable = key.state { true } else { key.state == .expired && key.isDispensable }
    case .expired: key.state == .expired
    case .compromised, .requested: key.isDispensable
    case .undeclared, .orphan: true
    }
  }
}

extension Marker {
  /// Forgets a key that is gone.
  ///
  /// Where a key is declared, the newest record stays until a newer key is committed: that it is
  /// gone is what makes a successor due. So does an intent: some destination may still wait for the
  /// key that was half published.
  fileprivate mutating func forget(_ shortID: String, isDeclared: Bool) {
    let isNewest = newestDelivered?.shortID == shortID
    if !(isDeclared && isNewest) { keys.removeAll { $0.shortID == shortID } }
    if !isDeclared, intent?.shortID == shortID { intent = nil }
  }
}
