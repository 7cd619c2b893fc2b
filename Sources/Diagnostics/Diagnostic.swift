/// One problem found in the user's files.
public struct Diagnostic: Sendable, Hashable {
  /// How bad it is; an error stops the run, a warning does not.
  public enum Severity: String, Sendable, Hashable, Codable {
    /// The files cannot be used.
    case error
    /// The files can be used, but are probably not what was meant.
    case warning
  }

  /// A stable kebab-case name for the kind of problem, listed in `docs/diagnostics.md`.
  public struct Code: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
    /// The name, for example `unknown-key`.
    public var rawValue: String
    /// Creates a code from its name.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Creates a code from a literal.
    public init(stringLiteral value: String) { self.rawValue = value }
  }

  /// A further sentence: the next step, or another place that matters.
  public struct Note: Sendable, Hashable {
    /// What to know or do.
    public var message: String
    /// The other place, when there is one.
    public var location: SourceLocation?

    /// Creates a note.
    public init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// What kind of problem it is.
  public var code: Code
  /// Found and expected, lower case, no full stop, names in '…', never a secret.
  public var message: String
  /// Where it is; absent only for problems of the whole run.
  public var location: SourceLocation?
  /// Next steps and related places.
  public var notes: [Note]

  /// Creates a diagnostic.
  public init(
    _ severity: Severity, _ code: Code, _ message: String, at location: SourceLocation?,
    notes: [Note] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.notes = notes
  }
}
