/// How often and how long a call is tried (kms-api §8.4).
public struct RetryPolicy: Sendable, Hashable {
  /// The most tries of one call.
  public var maximumTries: Int
  /// The most tries while nothing answers at all: a wrong endpoint should not take a minute.
  public var maximumTriesWithoutConnection: Int
  /// The ceiling of the first wait; it doubles with each further one.
  public var firstDelay: Duration
  /// The ceiling of every wait.
  public var maximumDelay: Duration
  /// The deadline of a call with all its tries and the waits between them; the time in which other
  /// calls go first does not count.
  public var maximumTotal: Duration
  /// The longest wait for the answer to one try.
  public var longestTry: Duration
  /// With less time left than this, there is no further try.
  public var shortestTry: Duration

  /// Creates a policy.
  public init(
    maximumTries: Int = 7, maximumTriesWithoutConnection: Int = 4,
    firstDelay: Duration = .milliseconds(500), maximumDelay: Duration = .seconds(30),
    maximumTotal: Duration = .seconds(40), longestTry: Duration = .seconds(30),
    shortestTry: Duration = .seconds(1)
  ) {
    self.maximumTries = maximumTries
    self.maximumTriesWithoutConnection = maximumTriesWithoutConnection
    self.firstDelay = firstDelay
    self.maximumDelay = maximumDelay
    self.maximumTotal = maximumTotal
    self.longestTry = longestTry
    self.shortestTry = shortestTry
  }

  /// Full jitter: anything from nothing up to a ceiling that doubles with each try.
  func delay(afterTry number: Int, random: Double) -> Duration {
    let doublings = min(number - 1, 20)
    return min(firstDelay * (1 << doublings), maximumDelay) * random
  }
}
