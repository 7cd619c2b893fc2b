internal import KMSModel

/// Reads one object right before or after a write.
struct ObjectReading<Spec: AppliedSpec> {
  let service: any KMSService

  /// The object, or nothing when the service says that it is not there.
  func find(_ name: String) async throws(StepFailure) -> LiveObject<Spec>? {
    do {
      return try await Spec.read(name, on: service)
    } catch {
      guard error.kind == .notFound else { throw StepFailure(error) }
      return nil
    }
  }

  /// The object, or nothing and how long it was asked for again.
  ///
  /// An absence is doubted: a write to an object that is gone does no harm. A change of somebody
  /// else's is believed at once, because what is read after it may be what was there before it.
  func findPatiently(
    _ name: String, _ waiting: Waiting
  ) async throws(StepFailure) -> (live: LiveObject<Spec>?, wait: Wait) {
    var wait = waiting.begin()
    while true {
      let live = try await find(name)
      guard live == nil, await waiting.againForOthers(&wait) else {
        guard live != nil || !wait.wasInterrupted else {
          throw .interrupted(beforeTelling: "\(ResourceID(Spec.kind, name)) is there")
        }
        return (live, wait)
      }
    }
  }
}
