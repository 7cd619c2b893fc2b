internal import Cryptography
internal import FoundationEssentials
public import KMSModel

/// What a call needs from the machine it runs on.
public struct CallEnvironment: Sendable {
  /// The local clock; it dates signatures and nothing else.
  public var now: @Sendable () -> Timestamp
  /// How long this machine runs: measures how long things take, whatever is done to its clock.
  public var uptime: @Sendable () -> Duration
  /// Waits; throws when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void
  /// A text that has never been used before.
  public var nonce: @Sendable () -> String
  /// A number from 0 up to 1, for jitter.
  public var random: @Sendable () -> Double

  /// Creates an environment.
  public init(
    now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) async throws -> Void,
    nonce: @escaping @Sendable () -> String, random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.uptime = uptime
    self.sleep = sleep
    self.nonce = nonce
    self.random = random
  }

  /// This machine.
  public static let system = CallEnvironment(
    now: { Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) },
    uptime: { launch.duration(to: .now) },
    sleep: { try await Task.sleep(for: $0) },
    nonce: { Digest.hex(SecureRandom().bytes(16)) },
    random: { Double.random(in: 0..<1) })

  private static let launch = ContinuousClock.now
}
