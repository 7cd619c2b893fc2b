internal import KMSModel

/// The service's time: the host's, moved or stopped by hand.
struct SandboxClock: Sendable {
  private enum Mode {
    case running(aheadBy: Int64)
    case stopped(at: Timestamp)
  }

  private var mode: Mode
  private let host: @Sendable () -> Timestamp

  init(stoppedAt moment: Timestamp?, host: @escaping @Sendable () -> Timestamp) {
    mode = moment.map(Mode.stopped) ?? .running(aheadBy: 0)
    self.host = host
  }

  /// What the service says it is.
  var now: Timestamp {
    switch mode {
    case .running(let seconds): host().adding(seconds: seconds)
    case .stopped(let moment): moment
    }
  }

  /// What it really is; clients date their signatures by it.
  var hostTime: Timestamp { host() }

  /// By how many seconds it is ahead of the host's.
  var offset: Int64 {
    switch mode {
    case .running(let seconds): seconds
    case .stopped(let moment): moment.seconds(since: host())
    }
  }

  mutating func stop(at moment: Timestamp) { mode = .stopped(at: moment) }

  mutating func advance(seconds: Int64) {
    switch mode {
    case .running(let ahead): mode = .running(aheadBy: ahead + seconds)
    case .stopped(let moment): mode = .stopped(at: moment.adding(seconds: seconds))
    }
  }

  /// Lets the clock run with the host's again.
  mutating func run() { mode = .running(aheadBy: 0) }
}

extension Timestamp {
  /// The form of an HTTP Date header: `Mon, 23 Nov 2026 10:00:00 GMT`.
  var httpDate: String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let dayNumber = (secondsSinceEpoch - (secondsSinceEpoch % 86_400 + 86_400) % 86_400) / 86_400
    let weekday = days[Int((dayNumber % 7 + 7) % 7)]
    let text = Array(iso8601)
    let month = months[(Int(String(text[5..<7])) ?? 1) - 1]
    return "\(weekday), \(String(text[8..<10])) \(month) \(String(text[0..<4])) "
      + "\(String(text[11..<19])) GMT"
  }
}
