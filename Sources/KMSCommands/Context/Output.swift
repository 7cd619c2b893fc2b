public import Rendering

/// A stream a command writes to.
public struct Output: Sendable {
  /// Whether it ends at a terminal.
  public var isTerminal: Bool
  /// The number of columns, asked anew each time because terminals are resized.
  public var width: @Sendable () -> Int
  /// Writes a text in one call.
  public var write: @Sendable (String) -> Void
  /// Why something written was lost; nothing while all is well, or when the reader went away.
  public var fault: @Sendable () -> String?

  /// Creates a stream.
  public init(
    isTerminal: Bool, width: @escaping @Sendable () -> Int = { Style.plain.width },
    fault: @escaping @Sendable () -> String? = { nil },
    write: @escaping @Sendable (String) -> Void
  ) {
    self.isTerminal = isTerminal
    self.width = width
    self.write = write
    self.fault = fault
  }
}
