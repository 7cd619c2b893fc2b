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
  /// No wait goes beyond this much time since the first try.
  public var maximumTotal: Duration

  /// Creates a policy.
  public init(
    maximumTries: Int = 7, maximumTriesWithoutConnection: Int = 4,
    firstDelay: Duration = .milliseconds(500), maximumDelay: Duration = .seconds(30),
    maximumTotal: Duration = .seconds(180)
  ) {
    self.maximumTries = maximumTries
    self.maximumTriesWithoutConnection = maximumTriesWithoutConnection
    self.firstDelay = firstDelay
    self.maximumDelay = maximumDelay
    self.maximumTotal = maximumTotal
  }

  /// Full jitter: anything from nothing up to a ceiling that doubles with each try.
  func delay(afterTry number: Int, random: Double) -> Duration {
    let doublings = min(number - 1, 20)
    return min(firstDelay * (1 << doublings), maximumDelay) * random
  }
}
