internal import Applying
internal import KMSModel
internal import Planning

/// What an apply ends with.
struct ApplyVerdict {
  let status: ExitStatus
  /// Whether nothing is left but what was put off; nothing when that was not looked at.
  let hasConverged: Bool?

  init(
    _ summary: ApplySummary, of plan: Plan, remaining: Plan?, isOutdated: Bool = false,
    lostDeliveries: [KeyDelivery] = []
  ) {
    hasConverged = remaining.map { !isOutdated && $0.hasConverged(after: summary, of: plan) }
    if summary.wasInterrupted {
      status = .interrupted
    } else if summary.isComplete {
      let isStuck = !summary.stuck.isEmpty || !plan.stuck(afterwards: remaining).isEmpty
      let strayKeys = remaining?.strayKeys(since: plan) ?? []
      let isWhole = hasConverged == true && lostDeliveries.isEmpty && strayKeys.isEmpty
      status = isWhole ? (isStuck ? .refused : .success) : .incomplete
    } else if summary.hasWritten {
      status = .incomplete
    } else {
      status = Self.isDenied(summary) ? .denied : .error
    }
  }

  private static func isDenied(_ summary: ApplySummary) -> Bool {
    summary.failed.contains { failed in
      guard case .service(let failure) = failed.failure.kind else { return false }
      return failure.kind == .authentication || failure.kind == .permission
    }
  }
}
