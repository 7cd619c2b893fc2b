internal import KMSModel
internal import Planning

/// Sets every mutable field of one object, from a read taken immediately before.
struct ObjectUpdate<Spec: AppliedSpec> {
  let update: Step.Update<Spec>
  let context: StepContext

  private var target: Step.Target<Spec> { update.target }
  private var id: ResourceID { ResourceID(Spec.kind, target.name) }

  func run() async throws(StepFailure) {
    for attempt in 1... {
      guard try await isWriteNeeded() else { return }
      do {
        return try await Spec.update(target, on: context.service, recheck: recheck)
      } catch {
        guard error.isOutcomeOpen, attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }

  /// The object is still the one that the plan was made from.
  private var recheck: Recheck {
    Recheck(before: "Update\(Spec.wireName)", telling: context.objections) {
      () async throws(StepFailure) in
      try await isWriteNeeded() ? .asBefore : .done
    }
  }

  private func isWriteNeeded() async throws(StepFailure) -> Bool {
    let (found, wait) = try await ObjectReading<Spec>(service: context.service)
      .findPatiently(target.name, context.waiting)
    guard let live = found else {
      throw StepFailure(
        .changedSincePlan, "\(id) is gone\(wait.words)", nextStep: "plan again")
    }
    if live.rawDescription == target.rawDescription, live.spec == target.spec { return false }
    let isExpected = live.rawDescription == update.expected.rawDescription
    // Another run may have made this update and then gone on to the client keys.
    if !isExpected, target.hasDescription(of: live), live.spec == target.spec { return false }
    try await context.checkFree(live)
    guard isExpected else {
      throw StepFailure(
        .changedSincePlan, "the description or marker of \(id) changed since the plan was made",
        nextStep: "plan again")
    }
    guard live.spec == update.expected.spec else {
      throw StepFailure(
        .changedSincePlan, "\(id) changed since the plan was made", nextStep: "plan again")
    }
    return true
  }
}
