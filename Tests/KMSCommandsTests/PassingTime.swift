internal import KMSModel
internal import Synchronization

/// Time that passes only while somebody waits.
final class PassingTime: Sendable {
  private let milliseconds = Atomic<Int64>(0)

  /// As patient as a real run, in no time.
  var patience: Patience {
    Patience(
      limit: Patience.standardLimit,
      time: { .milliseconds(self.milliseconds.load(ordering: .relaxed)) },
      sleep: { duration in
        let passed = Int64((duration / .milliseconds(1)).rounded(.up))
        self.milliseconds.add(passed, ordering: .relaxed)
      })
  }
}
