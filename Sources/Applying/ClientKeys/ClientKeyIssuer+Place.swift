internal import KMSModel
internal import Planning

extension ClientKeyIssuer {
  /// Fails as stuck when a list says that the access point is full.
  ///
  /// What this run deleted does not count, and nothing was written yet for the key that has no
  /// place.
  func checkPlace(
    _ keys: [LiveClientKey], in marker: Marker, besides facts: [String] = []
  ) async throws(StepFailure) {
    guard keys.count >= ClientKeySpec.maximumKeysPerAccessPoint else { return }
    var failure = stuck(try await shortage(keys, marker))
    failure.message = ([failure.message] + facts).joined(separator: "; ")
    throw failure
  }

  /// The same right before the service is asked: the intent that no key exists for goes.
  func withdrawingWithoutPlace(
    _ keys: [LiveClientKey], _ intent: KeyIntent
  ) async throws(StepFailure) {
    guard keys.count >= ClientKeySpec.maximumKeysPerAccessPoint else { return }
    try await withdrawIntent(intent)
    throw stuck(try await shortage(keys, try await store.read().marker))
  }

  /// What to throw after the service refused a key: it takes fewer than are documented.
  func stuck(after failure: KMSFailure) async -> StepFailure {
    guard failure.kind == .quota else { return StepFailure(failure) }
    do {
      let shortage = try await shortage(try await listKeys(), try await store.read().marker)
      return stuck(shortage, limit: failure.description)
    } catch {
      return StepFailure(failure)
    }
  }

  private func shortage(
    _ keys: [LiveClientKey], _ marker: Marker
  ) async throws(StepFailure) -> KeyShortage {
    KeyShortage(
      KeyFacts(
        place: .init(
          account: context.stack.account, region: context.stack.region,
          accessPoint: order.accessPoint),
        keys: keys, marker: marker, accepted: context.acceptedKeys, spec: order.spec,
        now: try await serviceTime(),
        digest: context.digest))
  }

  private func stuck(_ shortage: KeyShortage, limit: String? = nil) -> StepFailure {
    StepFailure(.stuck, shortage.message(limit: limit), nextStep: shortage.nextStep)
  }
}
