internal import KMSModel
internal import Planning

extension ClientKeyIssuer {
  /// What came of a key that was published everywhere.
  enum Commitment {
    case recorded
    /// Somebody deleted it meanwhile: whoever fetched it has nothing.
    case vanished
  }

  /// Records a key that is published everywhere, once the service was seen to have it still; its
  /// predecessor stays recorded.
  ///
  /// A run that holds the issue by now finds the key by its id, and decides about it.
  func commit(_ id: String, _ intent: KeyIntent) async throws(StepFailure) -> Commitment {
    let shortID = LiveClientKey.shortID(id)
    let listed: [LiveClientKey]?
    do {
      switch try await LiveKeyLook(accessPoint: order.accessPoint, context: context).find(id) {
      case .gone: return .vanished
      case .known(let key):
        try await checkValidity(of: key)
        listed = nil
      case .listed(let key, let keys):
        try await checkValidity(of: key)
        listed = keys
      }
      let now = try await serviceTime()
      try await store.change(holding: intent) { marker in
        marker.recordDelivery(of: shortID, at: now)
        if order.revokesOthers == true { marker.revokeKeys(besides: shortID) }
        marker.intent = nil
      }
    } catch {
      guard !error.isHeld else { throw error }
      throw StepFailure(
        .keyPending,
        "client key \(id) is delivered, but could not be recorded: \(error.message)",
        nextStep: "run 'kmsctl apply' again: it finishes this")
    }
    await context.note("recorded client key \(id)")
    await removeTwins(of: id, intent, among: listed)
    return .recorded
  }

  private func checkValidity(of key: LiveClientKey) async throws(StepFailure) {
    let now = try await serviceTime()
    guard key.isValid(at: now) else {
      throw StepFailure(
        .keyPending, "it is valid from \(key.notBefore) to \(key.notAfter), and now is \(now)")
    }
  }

  /// Deletes what lost calls for the same dates made until now; what lands later, or cannot be
  /// deleted now, shows in the next plan.
  private func removeTwins(
    of id: String, _ intent: KeyIntent, among listed: [LiveClientKey]?
  ) async {
    guard let listed else {
      return await context.note("lost keys could not be looked for: no list shows client key \(id)")
    }
    do {
      let twins = listed.filter { $0.id != id && intent.isToken(of: $0) }
      guard !twins.isEmpty else { return }
      let marker = try await store.read().marker
      for twin in twins
      where !marker.records(twin.shortID) && marker.intent?.shortID != twin.shortID {
        try await removeKey(twin.id)
        await context.note("deleted client key \(twin.id): the answer that carried it was lost")
      }
    } catch {
      await context.note("lost keys could not be looked for: \(error.message)")
    }
  }
}
