internal import Synchronization

/// The user's wish to stop: what runs is finished, nothing new begins.
///
/// Setting it is one atomic store, so a signal handler may do it.
public final class Interruption: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Creates a wish that was not made yet.
  public init() {}

  /// Asks to stop; asking twice changes nothing.
  public func request() { flag.store(true, ordering: .relaxed) }

  /// Whether somebody asked.
  public var isRequested: Bool { flag.load(ordering: .relaxed) }
}
