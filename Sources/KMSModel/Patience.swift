/// How long, and how often, the service is asked again for what it may not show yet.
///
/// Reads may lag behind the last write for some seconds (decision 21). Nothing is waited for
/// while answers are up to date: the first look costs what it always did.
public struct Patience: Sendable {
  /// How long an answer is doubted.
  public let limit: Duration
  /// The time since any fixed moment.
  public let time: @Sendable () -> Duration
  let sleep: @Sendable (Duration) async -> Void
  /// By how much one pause differs from the planned one, so that runs do not ask in step.
  let jitter: @Sendable () -> Double

  /// As long as an apply doubts an answer.
  public static let standardLimit = Duration.seconds(10)
  /// Every first answer is believed.
  public static let none = Patience(limit: .zero)

  static let shortestPause = Duration.milliseconds(100)
  static let longestPause = Duration.seconds(2)
  static let jitters = 0.75...1.25
  /// However often this run writes meanwhile, no wait is longer.
  static let longestWait = Duration.seconds(60)
  /// How often an interruption is looked for while nothing else happens.
  private static let slice = Duration.milliseconds(100)

  /// Patience that takes real time.
  public init(limit: Duration = Patience.standardLimit) {
    let start = ContinuousClock.now
    self.init(
      limit: limit, time: { ContinuousClock.now - start },
      sleep: { try? await Task.sleep(for: $0) },
      jitter: { Double.random(in: Patience.jitters) })
  }

  /// Patience with somebody else's time, for tests that take none.
  public init(
    limit: Duration, time: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async -> Void,
    jitter: @escaping @Sendable () -> Double = { 1 }
  ) {
    self.limit = limit
    self.time = time
    self.sleep = sleep
    self.jitter = jitter
  }

  /// Begins to wait for one thing; no time passes before the first `again`.
  public func begin(_ interruption: Interruption) -> Wait {
    Wait(self, interruption)
  }

  /// Lets time pass; false when the user wants to stop.
  public func rest(_ duration: Duration, _ interruption: Interruption) async -> Bool {
    await pause(duration, interruption)
    return !interruption.isRequested
  }

  /// Pauses, or comes back early because the user wants to stop.
  func pause(_ duration: Duration, _ interruption: Interruption) async {
    var left = duration
    while left > .zero, !interruption.isRequested {
      let part = min(left, Self.slice)
      await sleep(part)
      left -= part
    }
  }
}

/// One wait: pauses that grow, until patience is over.
public struct Wait: Sendable {
  private let patience: Patience
  private let interruption: Interruption
  private let begin: Duration
  private var pauses = 0
  /// Whether the user's wish to stop ended it before patience was over: what was not shown until
  /// then is not known to be absent.
  public private(set) var wasInterrupted = false

  init(_ patience: Patience, _ interruption: Interruption) {
    self.patience = patience
    self.interruption = interruption
    begin = patience.time()
  }

  /// Pauses before another look; false when there shall be none.
  ///
  /// With the moment of this run's last write, patience counts from there.
  public mutating func again(since lastWrite: Duration? = nil) async -> Bool {
    let now = patience.time()
    let start = max(begin, lastWrite ?? begin)
    let end = min(start + patience.limit, begin + Patience.longestWait)
    guard now < end else { return false }
    guard !interruption.isRequested else {
      wasInterrupted = true
      return false
    }
    let planned = Patience.shortestPause * (1 << min(pauses, 10))
    pauses += 1
    let pause = min(planned, Patience.longestPause) * patience.jitter()
    await patience.pause(min(pause, end - now), interruption)
    wasInterrupted = interruption.isRequested
    return !wasInterrupted
  }

  /// Whether nothing was waited for yet.
  public var isFresh: Bool { pauses == 0 }

  /// How long it was waited, for the end of a sentence: ` (asked again for 10 s)`; nothing when it
  /// was not.
  public var words: String {
    guard pauses > 0 else { return "" }
    let tenths = Int(((patience.time() - begin) / .milliseconds(100)).rounded())
    let seconds = tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\((tenths + 5) / 10)"
    return " (asked again for \(seconds) s)"
  }
}
