internal import KMSModel

/// Looks one client key up while it is in use: whether the service still has it.
struct LiveKeyLook {
  let accessPoint: String
  let context: StepContext

  /// What was found.
  enum Finding {
    /// It is among the keys of its access point.
    case listed(LiveClientKey, among: [LiveClientKey])
    /// No list shows it, but the service knows it by its id.
    case known(LiveClientKey)
    /// Lists show the others and, for as long as patience lasts, not this one; or it is another
    /// access point's.
    case gone
  }

  /// Looks at the list, and asks for the key by its id only where no list shows what this run
  /// issued: for that call not every role has the right.
  func find(_ id: String) async throws(StepFailure) -> Finding {
    let keys: [LiveClientKey]
    do throws(StepFailure) {
      keys = try await PatientKeyList(accessPoint: accessPoint, context: context)
        .read { $0.id == id }
    } catch {
      guard let key = try? await context.service.clientKey(id), key.id == id else { throw error }
      return key.accessPoint == accessPoint ? .known(key) : .gone
    }
    return keys.first { $0.id == id }.map { .listed($0, among: keys) } ?? .gone
  }
}
