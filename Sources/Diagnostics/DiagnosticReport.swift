/// All problems of one run, with the source lines they point at.
public struct DiagnosticReport: Sendable {
  /// The problems, sorted by place, each once.
  public var diagnostics: [Diagnostic]
  /// The lines of every file read, by path, for the caret under a problem.
  public var sources: [String: SourceText]

  /// Sorts the problems and drops exact repeats.
  public init(_ diagnostics: [Diagnostic], sources: [String: SourceText]) {
    var seen: Set<Diagnostic> = []
    self.diagnostics = diagnostics.filter { seen.insert($0).inserted }
      .sorted { Self.order($0) < Self.order($1) }
    self.sources = sources
  }

  /// Whether anything here stops the run.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  private static func order(_ one: Diagnostic) -> (SourceLocation, String, String) {
    let first = SourceLocation(file: "", line: 0, column: 0)
    return (one.location ?? first, one.code.rawValue, one.message)
  }
}
