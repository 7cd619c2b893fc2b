internal import Applying
internal import KMSModel
internal import Planning

/// What the account looked like at the end of an apply, after the last look at it.
struct ClosingLook {
  /// What was read.
  let live: LiveState
  /// The plan that was made from it.
  let plan: Plan
  /// What was still shown as it was before this run's last write to it.
  let outdated: [ResourceID]
  /// How long it was asked again.
  let wait: Wait
  /// What was carried out on the way: client keys that calls of earlier runs made only now.
  var late: [LateApply] = []

  var isOutdated: Bool { !outdated.isEmpty }

  func hasConverged(after summary: ApplySummary, of applied: Plan) -> Bool {
    !isOutdated && plan.hasConverged(after: summary, of: applied)
  }
}

/// The proof at the end of an apply: everything is read and planned again, until nothing is left
/// or patience is over.
///
/// Where reads do not lag that is one look.
struct ClosingPlan {
  let stack: StackRun
  let patience: Patience
  let memory: WriteMemory
  /// Tells the user, outside of the result.
  let note: (String) -> Void
  /// Carries a plan out that needs no question.
  let applyLate: (Plan) async throws -> ApplySummary

  /// More keys of lost calls than these land one after the other in no run.
  private static let maximumLateRounds = 3

  func look(after summary: ApplySummary, of applied: Plan) async throws -> ClosingLook {
    // A signal ends the program at once here: the summary is out.
    var wait = patience.begin(Interruption())
    var late: [LateApply] = []
    var isNoted = false
    while true {
      let live = await stack.readLive()
      let plan = stack.makePlan(after: applied, live)
      let look = ClosingLook(
        live: live, plan: plan, outdated: await memory.outdated(in: live), wait: wait, late: late)
      // A call that an earlier run lost may land only now; its key goes without another question.
      if look.outdated.isEmpty, plan.isOnlyLateKeys, late.count < Self.maximumLateRounds {
        late.append(LateApply(plan: plan, summary: try await applyLate(plan)))
        guard late.last?.summary.isComplete == true else {
          var last = look
          last.late = late
          return last
        }
        continue
      }
      let isSettled =
        look.hasConverged(after: summary, of: applied) || !plan.coverage.unreadable.isEmpty
      guard !isSettled else { return look }
      if !isNoted { note("Waiting: the service does not show everything as it was applied yet.") }
      isNoted = true
      guard await wait.again(since: await memory.lastWrite) else { return look }
    }
  }
}

/// A plan that was carried out in the closing look, and what came of it.
struct LateApply {
  let plan: Plan
  let summary: ApplySummary
}

extension Plan {
  /// Whether nothing is left but client keys of lost calls of our own.
  fileprivate var isOnlyLateKeys: Bool {
    refusals.isEmpty && !steps.isEmpty
      && steps.allSatisfy { step in
        guard case .deleteClientKey(let deletion) = step.operation else { return false }
        return deletion.cause == .orphan
      }
  }
}
