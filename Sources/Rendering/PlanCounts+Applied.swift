internal import Applying
internal import Planning

extension PlanCounts {
  /// Counts the changes of a plan whose every step is done, and that this run had a part in.
  init(done summary: ApplySummary, of plan: Plan) {
    let done = Set(summary.done)
    let found = Set(summary.foundDone)
    self.init(
      plan.changes.filter { change in
        !change.steps.isEmpty && change.steps.allSatisfy(done.contains)
          && !change.steps.allSatisfy(found.contains)
      })
  }
}

extension ApplySummary {
  /// How many changes of a plan this run found done: somebody else made them since.
  func othersChanges(of plan: Plan) -> Int {
    let found = Set(foundDone)
    return plan.changes.count { !$0.steps.isEmpty && $0.steps.allSatisfy(found.contains) }
  }
}
