internal import Applying
internal import KMSModel
internal import Planning

/// What an apply ends with.
struct ApplyVerdict {
  let status: ExitStatus
  /// Whether nothing is left but what was put off; nothing when that was not looked at.
  let hasConverged: Bool?

  init(_ summary: ApplySummary, hasConverged: Bool?, lostDeliveries: [KeyDelivery] = []) {
    self.hasConverged = hasConverged
    if summary.wasInterrupted {
      status = .interrupted
    } else if summary.isComplete {
      status = hasConverged == true && lostDeliveries.isEmpty ? .success : .incomplete
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
