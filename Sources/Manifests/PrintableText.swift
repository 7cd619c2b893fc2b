import Texts

/// Makes text from files fit for a terminal and a log.
enum PrintableText {
  /// The longest message, in Unicode scalars; a name may be as long as its file.
  static let maximumLength = 600

  /// The text with control and direction characters written out, cut off when it is very long.
  static func of(_ text: String) -> String {
    let printable = TerminalText.escaped(text)
    guard printable.utf8.count > maximumLength, printable.unicodeScalars.count > maximumLength
    else { return printable }
    return String(printable.unicodeScalars.prefix(maximumLength)) + "…"
  }
}
