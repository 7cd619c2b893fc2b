/// XML 1.0.
package enum XMLText {
  /// A text as it stands between the quotes of an attribute.
  ///
  /// What a terminal would obey is written out first, as everywhere: XML has no way to write most
  /// control characters, and readers make blanks of line ends.
  package static func attribute(_ text: String) -> String {
    TerminalText.escaped(text).unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // Not characters of XML at all.
      case "\u{FFFE}", "\u{FFFF}": result += TerminalText.escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
