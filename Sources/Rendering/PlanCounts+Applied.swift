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

  /// How many changes of a plan were begun by this run, as far as it knows, and not finished.
  func begunChanges(of plan: Plan) -> Int {
    let done = Set(self.done)
    let written = done.subtracting(foundDone).union(begun)
    return plan.changes.count { change in
      !change.steps.allSatisfy(done.contains) && change.steps.contains(where: written.contains)
    }
  }
}
