public import Diagnostics

/// Problems in the user's files as text: place, message, source line with a caret, notes.
public struct DiagnosticText: Sendable {
  private let style: Style

  /// Creates a renderer.
  public init(style: Style) { self.style = style }

  /// All problems of a report, a blank line between them; empty without problems.
  public func render(_ report: DiagnosticReport) -> String {
    var lines = LineCache(report.sources)
    return report.diagnostics.map { render($0, &lines) }.joined(separator: "\n")
  }

  /// One line with the numbers: `2 errors, 1 warning in 3 files`.
  public func summary(_ report: DiagnosticReport, fileCount: Int) -> String {
    let errors = report.diagnostics.count { $0.severity == .error }
    let warnings = report.diagnostics.count - errors
    return [
      Phrase.count(errors, "error"), Phrase.count(warnings, "warning"),
    ].joined(separator: ", ") + " in \(Phrase.count(fileCount, "file"))"
  }

  /// One line for a stack without errors.
  public func valid(
    _ report: DiagnosticReport, objectCount: Int, fileCount: Int
  ) -> String {
    let objects = Phrase.count(objectCount, "object")
    return "Valid: \(objects), \(summary(report, fileCount: fileCount)).\n"
  }

  private func render(_ one: Diagnostic, _ lines: inout LineCache) -> String {
    let place = one.location.map { "\(Printable.escaped($0.description)): " } ?? ""
    let word = style.paint(
      one.severity.rawValue, one.severity == .error ? .alarming : .changed)
    var text = "\(style.paint(place, .strong))\(word): "
    text += "\(Printable.escaped(one.message)) [\(one.code.rawValue)]\n"
    text += one.location.map { excerpt($0, &lines) } ?? ""
    for note in one.notes {
      let place = note.location.map { "\(Printable.escaped($0.description)): " } ?? ""
      text += "  \(place)note: \(Printable.escaped(note.message))\n"
    }
    return text
  }

  /// The source line and a caret under the column, cut to the width around the caret.
  private func excerpt(_ place: SourceLocation, _ lines: inout LineCache) -> String {
    guard let line = lines.scalars(at: place) else { return "" }
    let number = String(place.line)
    let gutter = String(repeating: " ", count: number.count)
    let room = max(style.width - number.count - 4, 16)
    let window = Window(line, column: place.column, room: room)
    let caret = style.paint("^", .added)
    return "\(number) | \(window.text)\n\(gutter) | \(window.padding)\(caret)\n"
  }

  /// The part of a line that fits, and what stands before the caret in the line below.
  private struct Window {
    var text: String
    var padding: String

    init(_ scalars: [Unicode.Scalar], column: Int, room: Int) {
      let caret = min(max(column - 1, 0), scalars.count)
      let start = caret < room - 4 ? 0 : caret - room / 2
      let head = start > 0 ? "…" : ""
      // More than fits, so that what is cut off is seen to be; combining marks take no room.
      let part = scalars[start...].prefix(room * 2 + 16)
        .reduce(into: "") { $0.unicodeScalars.append($1) }
      text = head + Printable.clipped(Printable.escaped(part), to: room - head.count)
      let before = scalars[start..<caret].reduce(into: "") { $0.unicodeScalars.append($1) }
      let width = head.count + Printable.columns(Printable.escaped(before).unicodeScalars)
      padding = String(repeating: " ", count: width)
    }
  }
}

/// The line that was asked for last: problems come sorted, and many may stand in one long line.
private struct LineCache {
  private let sources: [String: SourceText]
  private var place: (file: String, line: Int)?
  private var scalars: [Unicode.Scalar]?

  init(_ sources: [String: SourceText]) { self.sources = sources }

  /// The scalars of a place's line, tabs as blanks; nothing when the line is not known.
  mutating func scalars(at place: SourceLocation) -> [Unicode.Scalar]? {
    if let last = self.place, last == (place.file, place.line) { return scalars }
    self.place = (place.file, place.line)
    scalars = sources[place.file]?.line(place.line).map {
      $0.unicodeScalars.map { $0 == "\t" ? " " : $0 }
    }
    return scalars
  }
}
