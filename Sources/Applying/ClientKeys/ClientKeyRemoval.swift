internal import KMSModel

/// Deletes one client key by its full id, until the service says that it is gone.
struct ClientKeyRemoval {
  let service: any KMSService
  let deletedKeys: DeletedKeys

  init(_ context: StepContext) {
    service = context.service
    deletedKeys = context.deletedKeys
  }

  func remove(_ id: String, of accessPoint: String) async throws(StepFailure) {
    try await delete(id, of: accessPoint)
    await deletedKeys.add(id)
  }

  private func delete(_ id: String, of accessPoint: String) async throws(StepFailure) {
    for attempt in 1... {
      do {
        return try await service.deleteClientKey(id)
      } catch {
        if error.kind == .notFound { return }
        guard error.isOutcomeOpen else { throw StepFailure(error) }
        guard try await isThere(id, of: accessPoint) else { return }
        guard attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }

  private func isThere(_ id: String, of accessPoint: String) async throws(StepFailure) -> Bool {
    do {
      return try await service.listClientKeys(accessPoint: accessPoint).contains { $0.id == id }
    } catch {
      throw StepFailure(error)
    }
  }
}
