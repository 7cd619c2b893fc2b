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

  /// The same problems with other names for the files, in the order of those.
  public func renamingFiles(_ rename: (String) -> String) -> DiagnosticReport {
    var names: [String: String] = [:]
    func renamed(_ place: SourceLocation?) -> SourceLocation? {
      guard var place else { return nil }
      let name = names[place.file] ?? rename(place.file)
      names[place.file] = name
      place.file = name
      return place
    }
    let renamedDiagnostics = diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.location = renamed(diagnostic.location)
      for index in diagnostic.notes.indices {
        diagnostic.notes[index].location = renamed(diagnostic.notes[index].location)
      }
      return diagnostic
    }
    let renamedSources = sources.map { (names[$0.key] ?? rename($0.key), $0.value) }
    return DiagnosticReport(
      renamedDiagnostics, sources: Dictionary(renamedSources) { first, _ in first })
  }

  private static func order(_ one: Diagnostic) -> (SourceLocation, String, String) {
    let first = SourceLocation(file: "", line: 0, column: 0)
    return (one.location ?? first, one.code.rawValue, one.message)
  }
}
