internal import KMSModel

/// Remembers that nobody answers.
///
/// A call that used up its time in vain speaks for those that stand behind it: each of them would
/// wait as long, and a plan has hundreds. One that begins later asks again.
actor Silence {
  /// How long one call speaks for others, and how long it must have waited to do so.
  private static let span = Duration.seconds(5)

  private var lastAnswer: Duration?
  private var silent: (since: Duration, failure: KMSFailure)?

  /// Somebody answered.
  func end(at moment: Duration) {
    lastAnswer = moment
    silent = nil
  }

  /// A call that began then gave up without an answer.
  func begin(at moment: Duration, after failure: KMSFailure, ofCallBegunAt start: Duration) {
    // What fails at once may fail at once for the others, too, each in its own words.
    guard Self.isSilence(failure.cause), moment - start >= Self.span,
      (lastAnswer ?? .seconds(-1)) < start
    else { return }
    silent = (moment, failure)
  }

  /// The failure of a call that need not be sent at this moment.
  func failure(of operation: String, at moment: Duration) -> KMSFailure? {
    guard let silent, moment - silent.since <= Self.span else { return nil }
    var failure = silent.failure
    if failure.operation != operation {
      failure.message = "not asked any more after \(failure.operation): \(failure.message)"
      failure.operation = operation
    }
    failure.mayHaveHappened = false
    return failure
  }

  private static func isSilence(_ cause: FailureCause) -> Bool {
    switch cause {
    case .unresolvedHost, .refusedConnection, .timedOut, .lostConnection, .unreachableProxy: true
    default: false
    }
  }
}
