public import Diagnostics

/// The documents of one file, and everything wrong with it as YAML.
public struct YAMLStream: Sendable {
  /// The documents that could be read, empty ones left out.
  public let documents: [YAMLNode]
  /// The problems.
  public let diagnostics: [Diagnostic]
  /// The lines, for the caret under a problem.
  public let source: SourceText
  /// Whether the whole file was read; otherwise more documents may follow the last one.
  public let isComplete: Bool

  /// Reads the bytes of a file; the name is only used in places.
  public init(_ bytes: [UInt8], file: String) {
    do {
      let text = try YAMLText(bytes, file: file)
      source = SourceText(String(decoding: text.bytes, as: UTF8.self))
      var composer = YAMLComposer(YAMLParser(text.bytes, file: file))
      isComplete = composer.readDocuments()
      documents = composer.documents
      diagnostics = composer.diagnostics
    } catch {
      source = SourceText(
        String(decoding: bytes.prefix(YAMLLimits.maximumBytes), as: UTF8.self))
      documents = []
      diagnostics = [error.diagnostic]
      isComplete = false
    }
  }
}

/// Why reading a file as YAML ended early.
struct YAMLFailure: Error {
  var diagnostic: Diagnostic

  init(
    _ check: YAMLCheck, _ message: String, at location: SourceLocation,
    notes: [Diagnostic.Note] = []
  ) {
    diagnostic = Diagnostic(.error, check.code, message, at: location, notes: notes)
  }
}
