internal import KMSModel
internal import Synchronization

/// Time that passes only while somebody waits.
final class VirtualTime: Sendable {
  private let milliseconds = Atomic<Int64>(0)

  var now: Duration { .milliseconds(milliseconds.load(ordering: .relaxed)) }

  func advance(_ duration: Duration) {
    let passed = Int64((duration / .milliseconds(1)).rounded(.up))
    milliseconds.add(passed, ordering: .relaxed)
  }

  /// As patient as a real run, in no time.
  var patience: Patience {
    Patience(
      limit: Patience.standardLimit, time: { self.now }, sleep: { self.advance($0) })
  }
}

/// How some reads lag behind the writes.
struct Lag: Sendable {
  var duration: Duration
  /// Which operations lag, by how their names begin; all reads when there are none.
  var operations: [String] = []
  /// Whether there is nothing to see until the write shows, not even what was there before.
  var showsNothing = false

  func concerns(_ operation: String) -> Bool {
    operations.isEmpty || operations.contains { operation.hasPrefix($0) }
  }
}
