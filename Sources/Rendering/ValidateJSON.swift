public import Diagnostics

/// The result of `validate` as a versioned JSON document.
public struct ValidateJSON: Sendable {
  /// Creates a renderer.
  public init() {}

  /// The document; also what the other commands print when the manifests are invalid.
  public func render(
    _ report: DiagnosticReport, objectCount: Int, fileCount: Int, exit: ExitNote
  ) throws -> String {
    try JSONText.encode(
      Document(
        isValid: !report.hasErrors, objects: objectCount, files: fileCount,
        diagnostics: report.diagnostics.map(Entry.init), exit: exit))
  }

  private struct Document: Encodable {
    var document = "validate"
    var formatVersion = "1.0"
    var isValid: Bool
    var objects: Int
    var files: Int
    var diagnostics: [Entry]
    var exit: ExitNote
  }

  private struct Entry: Encodable {
    struct Note: Encodable {
      var message: String
      var place: SourceLocation?
    }

    var severity: Diagnostic.Severity
    var code: String
    var message: String
    var place: SourceLocation?
    var notes: [Note]

    init(_ one: Diagnostic) {
      severity = one.severity
      code = one.code.rawValue
      message = one.message
      place = one.location
      notes = one.notes.map { Note(message: $0.message, place: $0.location) }
    }
  }
}
