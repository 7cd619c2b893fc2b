internal import Texts

/// Text from outside made safe for a terminal: control characters never reach it as such.
package enum Printable {
  /// The text with control and invisible formatting characters written as escapes.
  package static func escaped(_ text: String) -> String {
    TerminalText.escaped(text)
  }

  /// The escaped text between double quotes.
  static func quoted(_ text: String) -> String {
    TerminalText.quoted(text)
  }

  /// The number of terminal columns a text takes, near enough for a caret.
  static func columns(_ text: some Sequence<Unicode.Scalar>) -> Int {
    text.reduce(0) { $0 + columns($1) }
  }

  /// The longest beginning of a text that fits, with `…` when something was cut off.
  static func clipped(_ text: String, to width: Int) -> String {
    guard columns(text.unicodeScalars) > width else { return text }
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += columns(scalar)
      if used > width - 1 { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    let isWide = wideRanges.contains { $0.contains(scalar.value) }
    return isWide ? 2 : 1
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
  ]
}
