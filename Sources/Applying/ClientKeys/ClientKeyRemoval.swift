internal import KMSModel

/// Deletes one client key by its full id, until the service says that it is gone.
struct ClientKeyRemoval {
  private let context: StepContext

  init(_ context: StepContext) { self.context = context }

  func remove(_ id: String, of accessPoint: String) async throws(StepFailure) {
    try await delete(id, of: accessPoint)
    await context.deletedKeys.add(id)
  }

  /// Another deletion tells what became of one without an answer: writes do not lag, lists do, and
  /// may not even show yet a key that this run issued.
  private func delete(_ id: String, of accessPoint: String) async throws(StepFailure) {
    for attempt in 1... {
      do {
        return try await context.service.deleteClientKey(id, recheck: .none)
      } catch {
        if error.kind == .notFound { return }
        guard error.isOutcomeOpen else { throw StepFailure(error) }
        guard attempt == Attempts.maximum else { continue }
        guard try await isThere(id, of: accessPoint) else { return }
        throw StepFailure(error)
      }
    }
  }

  private func isThere(_ id: String, of accessPoint: String) async throws(StepFailure) -> Bool {
    try await PatientKeyList(accessPoint: accessPoint, context: context)
      .read { $0.id == id }
      .contains { $0.id == id }
  }
}
