/// Makes text from files fit for a terminal and a log.
enum PrintableText {
  /// The longest message, in Unicode scalars; a name may be as long as its file.
  static let maximumLength = 600

  /// The text with control and direction characters written out, cut off when it is very long.
  static func of(_ text: String) -> String {
    var printable = text
    if !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
      printable = text.unicodeScalars.reduce(into: "") { result, scalar in
        if isHarmless(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
      }
    }
    guard printable.utf8.count > maximumLength, printable.unicodeScalars.count > maximumLength
    else { return printable }
    return String(printable.unicodeScalars.prefix(maximumLength)) + "…"
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
