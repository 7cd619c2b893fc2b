internal import Delivery
internal import KMSModel
internal import Planning

/// Deletes a key that a lost call of ours made, unless it turns out to be in use.
struct OrphanRemoval {
  let deletion: Step.ClientKeyDeletion
  let context: StepContext
  private let store: AccessPointMarker

  init(deletion: Step.ClientKeyDeletion, context: StepContext) {
    self.deletion = deletion
    self.context = context
    store = AccessPointMarker(
      accessPoint: deletion.accessPoint, basis: deletion.basis, context: context)
  }

  func run() async throws(StepFailure) {
    guard let (orphan, twin, marker) = try await look() else { return }
    guard try await !isInUse(orphan, besides: twin) else {
      return try await record(orphan, marker, store)
    }
    // Asking the destinations may have taken a while.
    guard try await look() != nil else { return }
    try await ClientKeyRemoval(context).remove(orphan.id, of: deletion.accessPoint) {
      () async throws(StepFailure) in
      guard try await !isInUse(orphan, besides: twin) else {
        throw StepFailure(
          .changedSincePlan, "client key \(orphan.id) is in use by now", nextStep: "plan again")
      }
      _ = try await look()
    }
    await context.note("deleted client key \(orphan.id): the answer that carried it was lost")
  }

  /// The orphan and the key it is the twin of; nothing when it is gone.
  private func look() async throws(StepFailure) -> (LiveClientKey, LiveClientKey, Marker)? {
    let marker = try await store.read().marker
    try await store.checkFree(marker)
    let keys = try await PatientKeyList(accessPoint: deletion.accessPoint, context: context)
      .read { $0.id == deletion.keyID }
    guard let orphan = keys.first(where: { $0.id == deletion.keyID }) else { return nil }
    let twin = keys.first { orphan.isTwin(of: $0) && marker.records($0.shortID) }
    guard let twin, !marker.records(orphan.shortID), marker.intent?.shortID != orphan.shortID else {
      throw StepFailure(
        .changedSincePlan,
        "client key \(orphan.id) is not a lost one of ours any more", nextStep: "plan again")
    }
    return (orphan, twin, marker)
  }

  /// Two runs without a lock can both deliver; the one that published last may have died before it
  /// recorded its key.
  private func isInUse(
    _ orphan: LiveClientKey, besides twin: LiveClientKey
  ) async throws(StepFailure) -> Bool {
    for spec in deletion.spec?.destinations ?? [] {
      let destination = context.destinations(spec)
      do {
        switch try await destination.holds(shortID: orphan.shortID) {
        case .published, .publishedHalf: return true
        case .notPublished: continue
        case .unknown:
          if try await destination.holds(shortID: twin.shortID) == .notPublished { return true }
        }
      } catch {
        throw StepFailure(
          .other,
          "\(error.destination) cannot tell whether it uses client key \(orphan.id): "
            + error.message,
          nextStep: error.nextStep)
      }
    }
    return false
  }

  private func record(
    _ key: LiveClientKey, _ marker: Marker, _ store: AccessPointMarker
  ) async throws(StepFailure) {
    guard let now = await context.service.serviceTime() else {
      throw StepFailure.withoutTime("the service's time is not known")
    }
    try await store.change(holding: marker.intent) { marker in
      marker.recordDelivery(of: key.shortID, at: now)
    }
    await context.note("recorded client key \(key.id): another run delivered it and died")
  }
}
