internal import KMSModel
internal import Planning

/// Deletes one object after proving that it is still the one the plan meant.
struct ObjectDeletion {
  let deletion: Step.Deletion
  let context: StepContext

  func run() async throws(StepFailure) {
    for attempt in 1... {
      guard try await isThere() else { return }
      do {
        return try await context.service.delete(deletion.id, recheck: recheck)
      } catch {
        if error.kind == .notFound { return }
        guard error.isOutcomeOpen, attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }

  /// The object is still the one that the plan meant.
  private var recheck: Recheck {
    Recheck(before: "the deletion of \(deletion.id)") { () async throws(StepFailure) in
      try await isThere() ? .asBefore : .done
    }
  }

  /// Whether the object is there as the plan saw it; fails when it is there and another one.
  private func isThere() async throws(StepFailure) -> Bool {
    switch deletion.id.kind {
    case .networkRule: try await isThere(NetworkRuleSpec.self)
    case .policy: try await isThere(PolicySpec.self)
    case .accessPoint: try await isThere(AccessPointSpec.self)
    case .clientKey:
      throw StepFailure(.other, "client keys are deleted by their id, not by name")
    }
  }

  private func isThere<Spec: AppliedSpec>(_ spec: Spec.Type) async throws(StepFailure) -> Bool {
    let found = try await ObjectReading<Spec>(service: context.service)
      .findPatiently(deletion.id.name, context.waiting).live
    guard let live = found else { return false }
    try await context.checkFree(live)
    guard live.rawDescription == deletion.rawDescription else {
      throw StepFailure(
        .changedSincePlan,
        "the description or marker of \(deletion.id) changed since the plan was made",
        nextStep: "plan again")
    }
    guard live.spec.isAsPlanned(for: deletion) else {
      throw StepFailure(
        .changedSincePlan, "\(deletion.id) changed since the plan was made",
        nextStep: "plan again")
    }
    return true
  }
}

extension AppliedSpec {
  /// Whether this is what the plan saw when it decided on a deletion.
  fileprivate func isAsPlanned(for deletion: Step.Deletion) -> Bool {
    switch deletion.spec {
    case .networkRule(let spec): spec == self as? NetworkRuleSpec
    case .policy(let spec): spec == self as? PolicySpec
    case .accessPoint(let spec): spec == self as? AccessPointSpec
    }
  }
}
