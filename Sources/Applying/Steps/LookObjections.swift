internal import Synchronization

/// What the looks of one step objected to: a write that was not sent tells the client's failure, which
/// has no room for the kind of the step's.
final class LookObjections: Sendable {
  private let last = Mutex<StepFailure?>(nil)

  func note(_ failure: StepFailure) { last.withLock { $0 = failure } }

  /// The objection behind a failure, when it is one that went through a call.
  func original(of failure: StepFailure) -> StepFailure {
    let objection = last.withLock { $0 }
    guard failure.kind == .changedSincePlan, let objection, objection.message == failure.message
    else { return failure }
    return objection
  }
}
