/// Words for a command line that somebody will copy into a POSIX shell.
package enum ShellText {
  /// The word, between single quotes when a shell would not take it as it is.
  ///
  /// No shell can be given a NUL: U+FFFD takes its place.
  package static func word(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && !text.begins(with: "-") && text.consists(isPlain)
    if isPlain { return text }
    let inner = text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "'": result += "'\\''"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return "'\(inner)'"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCIIAlphanumeric || "_.-/:@".holds(scalar)
  }
}
