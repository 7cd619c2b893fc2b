internal import Applying
internal import KMSModel
internal import Planning

/// What an apply ends with.
struct ApplyVerdict {
  let status: ExitStatus
  /// Whether nothing is left but what was put off; nothing when that was not looked at.
  let hasConverged: Bool?
  let standing: ApplyStanding

  init(
    _ summary: ApplySummary, of plan: Plan, remaining: Plan?, isOutdated: Bool = false,
    lostDeliveries: [KeyDelivery] = []
  ) {
    hasConverged = remaining.map { !isOutdated && $0.hasConverged(after: summary, of: plan) }
    guard summary.isComplete else {
      standing = .unseen
      status = Self.status(ofIncomplete: summary)
      return
    }
    let strayKeys = remaining?.strayKeys(since: plan) ?? []
    let isStuck = !summary.stuck.isEmpty || !plan.stuck(afterwards: remaining).isEmpty
    let isHeld = !summary.held.isEmpty || !plan.held.isEmpty || remaining?.held.isEmpty == false
    guard hasConverged == true, lostDeliveries.isEmpty, strayKeys.isEmpty else {
      standing = .otherwise
      status = .incomplete
      return
    }
    standing = isStuck || isHeld ? .left(isStuck: isStuck, isHeld: isHeld) : .asPlanned
    status = isHeld ? .incomplete : isStuck ? .refused : .success
  }

  private static func status(ofIncomplete summary: ApplySummary) -> ExitStatus {
    if summary.wasInterrupted { return .interrupted }
    if summary.hasWritten { return .incomplete }
    if isDenied(summary) { return .denied }
    return isStale(summary) ? .stale : .error
  }

  private static func isDenied(_ summary: ApplySummary) -> Bool {
    summary.failed.contains { failed in
      guard case .service(let failure) = failed.failure.kind else { return false }
      return failure.kind == .authentication || failure.kind == .permission
    }
  }

  /// Whether nothing was wrong but that the plan is no longer the account's.
  private static func isStale(_ summary: ApplySummary) -> Bool {
    summary.stoppedBy == nil && !summary.failed.isEmpty
      && summary.failed.allSatisfy { $0.failure.kind == .changedSincePlan }
  }
}
