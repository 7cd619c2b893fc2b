internal import Applying
internal import Planning

extension PlanCounts {
  /// Counts the changes of a plan whose every step is done.
  init(done summary: ApplySummary, of plan: Plan) {
    let done = Set(summary.done)
    self.init(plan.changes.filter { !$0.steps.isEmpty && $0.steps.allSatisfy(done.contains) })
  }
}
