public import KMSModel
internal import Synchronization

/// What Ctrl-C does: ends the program at once, or, while an apply runs, asks it to stop first.
///
/// `SignalThread` calls `receive`; the rest of the program only arms and asks.
public final class Interrupts: Sendable {
  /// The wish the applier looks at.
  public let interruption = Interruption()
  private let isArmed = Atomic<Bool>(false)

  /// Creates a state in which the first signal ends the program.
  public init() {}

  /// From here on the first signal is a request to stop; the second ends the program.
  func arm() { isArmed.store(true, ordering: .sequentiallyConsistent) }

  /// From here on a signal ends the program again.
  func disarm() { isArmed.store(false, ordering: .sequentiallyConsistent) }

  /// Takes a signal in; says whether the program has to end at once.
  func receive() -> Bool {
    let isFirst =
      isArmed.load(ordering: .sequentiallyConsistent) && !interruption.isRequested
    interruption.request()
    return !isFirst
  }
}
