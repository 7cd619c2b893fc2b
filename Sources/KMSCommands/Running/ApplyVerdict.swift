internal import Applying
internal import KMSModel
internal import Planning

/// What an apply ends with.
struct ApplyVerdict {
  let status: ExitStatus

  init(_ summary: ApplySummary, remaining: Plan?) {
    if summary.wasInterrupted {
      status = .interrupted
    } else if summary.isComplete {
      status = remaining?.isEmpty == true ? .success : .incomplete
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
