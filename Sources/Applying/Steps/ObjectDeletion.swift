internal import KMSModel
internal import Planning

/// Deletes one object after proving that it is still the one the plan meant.
struct ObjectDeletion {
  let deletion: Step.Deletion
  let context: StepContext
  /// The client keys that die with an access point, as the plan showed them.
  let dyingKeys: Set<String>

  func run() async throws(StepFailure) {
    for attempt in 1... {
      guard try await mayGo(isAfterWait: attempt > 1) else { return }
      do {
        return try await context.service.delete(deletion.id, recheck: recheck)
      } catch {
        if error.saysGone { return }
        guard error.isOutcomeOpen, attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }

  /// The object is still the one that the plan meant.
  private var recheck: Recheck {
    Recheck(before: "the deletion of \(deletion.id)", telling: context.objections) {
      () async throws(StepFailure) in
      try await mayGo(isAfterWait: true) ? .asBefore : .done
    }
  }

  /// Whether the object is there as the plan saw it; fails when it is another one, or when others
  /// began to use it since.
  private func mayGo(isAfterWait: Bool) async throws(StepFailure) -> Bool {
    // What takes long comes first: the object itself is looked at right before.
    try await context.referrers.checkUnused(deletion.id, anew: isAfterWait, context)
    try await checkKeys()
    return try await isThere()
  }

  /// Fails when a client key would die that the plan did not show.
  private func checkKeys() async throws(StepFailure) {
    let name = deletion.id.name
    guard deletion.id.kind == .accessPoint, !context.ignores(ResourceID(.clientKey, name)) else {
      return
    }
    let listed: [LiveClientKey]
    do {
      listed = try await context.service.listClientKeys(accessPoint: name)
    } catch {
      guard error.kind == .notFound else { throw StepFailure(error) }
      return
    }
    guard let unseen = listed.first(where: { !dyingKeys.contains($0.id) }) else { return }
    throw StepFailure(
      .changedSincePlan,
      "client key \(unseen.id) was made on \(deletion.id) since the plan, and would die with it",
      nextStep: "plan again")
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
