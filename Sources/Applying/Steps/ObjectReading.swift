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
}
