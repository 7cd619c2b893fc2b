internal import Applying
internal import Planning

extension PlanCounts {
  /// The same numbers and those of another plan.
  func adding(_ other: PlanCounts) -> PlanCounts {
    var sum = self
    sum.add += other.add
    sum.change += other.change
    sum.destroy += other.destroy
    sum.bookkeeping += other.bookkeeping
    return sum
  }

  /// The same of a plan and of what was carried out after it.
  init(
    done summary: ApplySummary, of plan: Plan, _ late: [(summary: ApplySummary, plan: Plan)]
  ) {
    self = late.reduce(PlanCounts(done: summary, of: plan)) {
      $0.adding(PlanCounts(done: $1.summary, of: $1.plan))
    }
  }

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
