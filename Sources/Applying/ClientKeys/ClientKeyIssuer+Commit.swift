internal import KMSModel

extension ClientKeyIssuer {
  /// Records a key that is published everywhere; its predecessor stays recorded.
  func commit(_ id: String, _ intent: KeyIntent) async throws(StepFailure) {
    let shortID = LiveClientKey.shortID(id)
    do {
      let now = try await serviceTime()
      try await store.change(holding: intent) { marker in
        if !marker.records(shortID) {
          marker.keys.append(RecordedKey(shortID: shortID, origin: .delivered(at: now)))
        }
        marker.intent = nil
      }
    } catch {
      throw StepFailure(
        .keyPending,
        "client key \(id) is delivered, but could not be recorded: \(error.message)",
        nextStep: "run 'kmsctl apply' again: it finishes this")
    }
    await context.note("recorded client key \(id)")
  }
}
