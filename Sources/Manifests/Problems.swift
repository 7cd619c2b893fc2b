import Diagnostics
import YAMLSource

/// The problems found so far, and the texts that must not be shown with them.
struct Problems {
  private(set) var diagnostics: [Diagnostic] = []
  private(set) var hiddenTexts: [HiddenText] = []

  /// Records one problem; its severity is the check's own.
  mutating func report(
    _ check: ManifestCheck, _ message: String, at location: SourceLocation?,
    notes: [Diagnostic.Note] = []
  ) {
    add(Diagnostic(check.severity, check.code, message, at: location, notes: notes))
  }

  /// Records one problem with the next step.
  mutating func report(
    _ check: ManifestCheck, _ message: String, at location: SourceLocation?, note: String?
  ) {
    report(check, message, at: location, notes: note.map { [Diagnostic.Note($0)] } ?? [])
  }

  /// Takes over problems found elsewhere.
  mutating func add(_ others: [Diagnostic]) {
    for other in others { add(other) }
  }

  private mutating func add(_ diagnostic: Diagnostic) {
    var diagnostic = diagnostic
    diagnostic.message = Self.shown(diagnostic.message)
    for index in diagnostic.notes.indices {
      diagnostic.notes[index].message = Self.shown(diagnostic.notes[index].message)
    }
    diagnostics.append(diagnostic)
  }

  /// What is cut off needs no look: many messages may quote the same long text.
  private static func shown(_ message: String) -> String {
    guard message.utf8.count > PrintableText.maximumLength else {
      return PrintableText.of(Redaction.covered(message))
    }
    let beginning = String(message.unicodeScalars.prefix(PrintableText.maximumLength + 1))
    return PrintableText.of(Redaction.covered(beginning))
  }

  /// Takes over problems of one object, without those its manifest waives.
  mutating func add(_ other: Problems, waiving waivers: Set<ManifestCheck> = []) {
    if waivers.isEmpty {
      diagnostics += other.diagnostics
    } else {
      let codes = Set(waivers.map(\.code))
      diagnostics += other.diagnostics.filter { !codes.contains($0.code) }
    }
    hiddenTexts += other.hiddenTexts
  }

  /// Keeps a value out of the source lines that are printed under problems.
  mutating func hide(_ node: YAMLNode) {
    hiddenTexts.append(HiddenText(start: node.location, lastLine: node.lastLine))
  }
}

/// A stretch of a file that may hold a secret.
struct HiddenText: Hashable {
  var start: SourceLocation
  var lastLine: Int
}
