internal import Synchronization

/// The first reason why a stream did not take everything.
final class WriteFault: Sendable {
  private let text = Mutex<String?>(nil)

  /// Why something was lost; nothing while nothing was.
  var reason: String? { text.withLock { $0 } }

  /// Remembers a reason unless there is one already.
  func note(_ reason: String) { text.withLock { $0 = $0 ?? reason } }
}
