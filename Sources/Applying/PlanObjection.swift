internal import KMSModel
internal import Planning

/// Why a plan must not be run at all, when there is a reason.
struct PlanObjection {
  /// The reason; nothing when the plan may be run.
  let failure: StepFailure?

  init(_ plan: Plan) {
    if let refusal = plan.refusals.first {
      failure = StepFailure(
        .other, "the plan holds \(plan.refusals.count) refusal(s): \(refusal.message)",
        nextStep: refusal.nextStep)
    } else if !Self.isOrdered(plan.steps) {
      failure = StepFailure(
        .other, "the plan's steps have no order that respects what they depend on",
        nextStep: "make the plan again with 'kmsctl plan'")
    } else {
      failure = nil
    }
  }

  /// Whether ids are unique and every step stands after those it depends on.
  private static func isOrdered(_ steps: [Step]) -> Bool {
    var seen: Set<Step.ID> = []
    for step in steps {
      guard step.dependsOn.allSatisfy(seen.contains), seen.insert(step.id).inserted else {
        return false
      }
    }
    return true
  }
}
