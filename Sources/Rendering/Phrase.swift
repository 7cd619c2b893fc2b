internal import Diagnostics

/// Small pieces of English used by several renderers.
enum Phrase {
  /// `1 error`, `2 errors`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// ` (manifests/net.yaml:4)`, or nothing.
  static func place(_ place: SourceLocation?) -> String {
    place.map { " (\(Printable.escaped($0.file)):\($0.line))" } ?? ""
  }

  /// `0.2s`, `12.4s`, `3m05s`.
  static func duration(_ duration: Duration) -> String {
    let tenths = duration / .milliseconds(100)
    let seconds = Int(tenths / 10)
    guard seconds >= 60 else { return "\(seconds).\(Int(tenths) % 10)s" }
    let rest = String(seconds % 60)
    return "\(seconds / 60)m\(rest.count < 2 ? "0" : "")\(rest)s"
  }
}
