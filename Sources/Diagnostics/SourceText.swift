/// The text of one file, by line.
public struct SourceText: Sendable {
  /// The lines without their line ends.
  public var lines: [String]

  /// Splits a text at LF, CRLF or CR.
  public init(_ text: String) {
    lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
  }

  /// The line with this 1-based number, or nothing beyond the end.
  public func line(_ number: Int) -> String? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }
}
