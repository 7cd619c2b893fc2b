internal import KMSModel
internal import Planning

/// Deletes one object after proving that it is still the one the plan meant.
struct ObjectDeletion {
  let deletion: Step.Deletion
  let service: any KMSService
  let waiting: Waiting

  func run() async throws(StepFailure) {
    for attempt in 1... {
      guard let description = try await rawDescription() else { return }
      guard description == deletion.rawDescription else {
        throw StepFailure(
          .changedSincePlan,
          "the description or marker of \(deletion.id) changed since the plan was made",
          nextStep: "plan again")
      }
      do {
        return try await service.delete(deletion.id, recheck: .none)
      } catch {
        if error.kind == .notFound { return }
        guard error.isOutcomeOpen, attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }

  /// The Description as it is live, or nothing when the object is gone.
  private func rawDescription() async throws(StepFailure) -> String? {
    let name = deletion.id.name
    switch deletion.id.kind {
    case .networkRule:
      return try await description(NetworkRuleSpec.self, name)
    case .policy:
      return try await description(PolicySpec.self, name)
    case .accessPoint:
      return try await description(AccessPointSpec.self, name)
    case .clientKey:
      throw StepFailure(.other, "client keys are deleted by their id, not by name")
    }
  }
  private func description<Spec: AppliedSpec>(
    _ spec: Spec.Type, _ name: String
  ) async throws(StepFailure) -> String? {
    try await ObjectReading<Spec>(service: service).findPatiently(name, waiting)
      .live?.rawDescription
  }
}
