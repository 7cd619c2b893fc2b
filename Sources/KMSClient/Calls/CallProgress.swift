internal import HTTPTransport
internal import KMSModel

/// The tries of one call so far, and what to do after each.
struct CallProgress {
  /// What to do next.
  enum Next {
    case done(HTTPResponse)
    /// A repeated delete found nothing: an earlier try did it.
    case alreadyDone
    case fail(KMSFailure)
    case tryAgain(after: Duration, because: KMSFailure)
  }

  private let call: ServiceCall
  private let policy: RetryPolicy
  private var tries = 0
  private var total: Duration = .zero
  private var mayHaveHappened = false
  private var hasSignedAgain = false

  init(_ call: ServiceCall, _ policy: RetryPolicy) {
    self.call = call
    self.policy = policy
  }

  /// Takes the verdict on a try that took this long.
  mutating func next(_ verdict: CallVerdict, took: Duration, random: Double) -> Next {
    tries += 1
    total += took
    switch verdict {
    case .success(let response): return .done(response)
    case .failure(var failure, let retry):
      if failure.kind == .notFound, call.effect == .delete, mayHaveHappened { return .alreadyDone }
      mayHaveHappened = mayHaveHappened || failure.mayHaveHappened
      failure.mayHaveHappened = mayHaveHappened
      guard let delay = delay(retry, random: random),
        total + delay + policy.shortestTry <= policy.maximumTotal
      else {
        if tries > 1 { failure.message += " (after \(tries) tries)" }
        return .fail(failure)
      }
      total += delay
      return .tryAgain(after: delay, because: failure)
    }
  }

  /// How long the next try may wait for its answer.
  var timeLeft: Duration { min(policy.longestTry, policy.maximumTotal - total) }

  /// The failure of a call whose wait was cancelled.
  func cancelled() -> KMSFailure {
    KMSFailure(
      cause: .interrupted, operation: call.operation,
      message: "interrupted while waiting to try again",
      mayHaveHappened: mayHaveHappened)
  }

  /// The failure of a call that may not be sent again, or not any more.
  func overtaken(by failure: KMSFailure) -> KMSFailure {
    var failure = failure
    failure.mayHaveHappened = mayHaveHappened
    return failure
  }

  private mutating func delay(_ retry: CallVerdict.Retry, random: Double) -> Duration? {
    switch retry {
    case .never: return nil
    case .atOnce:
      defer { hasSignedAgain = true }
      return hasSignedAgain ? nil : .zero
    case .later(let hint):
      guard tries < policy.maximumTries else { return nil }
      return hint ?? policy.delay(afterTry: tries, random: random)
    case .whenReachable:
      guard tries < policy.maximumTriesWithoutConnection else { return nil }
      return policy.delay(afterTry: tries, random: random)
    case .onceMore:
      guard tries < 2 else { return nil }
      return policy.delay(afterTry: tries, random: random)
    }
  }
}
