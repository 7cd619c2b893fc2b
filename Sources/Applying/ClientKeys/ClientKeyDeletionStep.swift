internal import KMSModel
internal import Planning

/// Deletes a client key that the marker knows, and then what the marker knows of it.
struct ClientKeyDeletionStep {
  let deletion: Step.ClientKeyDeletion
  let context: StepContext

  func run() async throws(StepFailure) {
    let store = AccessPointMarker(accessPoint: deletion.accessPoint, context: context)
    let shortID = LiveClientKey.shortID(deletion.keyID)
    let marker = try await store.read().marker
    let keys = try await StepFailure.translating { () async throws(KMSFailure) in
      try await context.service.listClientKeys(accessPoint: deletion.accessPoint)
    }
    let isKnown = marker.records(shortID) || marker.intent?.shortID == shortID
    if keys.contains(where: { $0.id == deletion.keyID }) {
      guard isKnown else {
        throw StepFailure(
          .changedSincePlan,
          "client key \(deletion.keyID) is not recorded by \(deletion.accessPoint)'s marker",
          nextStep: "plan again")
      }
      try await ClientKeyRemoval(service: context.service)
        .remove(deletion.keyID, of: deletion.accessPoint)
      await context.note("deleted client key \(deletion.keyID)")
    }
    guard isKnown else { return }
    try await store.change(holding: marker.intent) { marker in
      if let index = marker.keys.firstIndex(where: { $0.shortID == shortID }) {
        marker.keys.remove(at: index)
      }
      if marker.intent?.shortID == shortID { marker.intent = nil }
    }
  }
}
