/// The time of a story, for whoever measures how long something takes.
struct StoryClock: Clock {
  struct Instant: InstantProtocol {
    var milliseconds: Int64

    func advanced(by duration: Duration) -> Instant {
      Instant(milliseconds: milliseconds + Int64(duration / .milliseconds(1)))
    }

    func duration(to other: Instant) -> Duration {
      .milliseconds(other.milliseconds - milliseconds)
    }

    static func < (left: Instant, right: Instant) -> Bool {
      left.milliseconds < right.milliseconds
    }
  }

  let milliseconds: @Sendable () -> Int64

  var now: Instant { Instant(milliseconds: milliseconds()) }
  var minimumResolution: Duration { .milliseconds(1) }

  /// Nobody waits by this clock: waiting is the scheduler's.
  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    throw CancellationError()
  }
}
