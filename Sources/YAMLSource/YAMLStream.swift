public import Diagnostics

/// The documents of one file, and everything wrong with it as YAML.
public struct YAMLStream: Sendable {
  /// The documents that could be read, empty ones left out.
  public let documents: [YAMLNode]
  /// The problems.
  public let diagnostics: [Diagnostic]
  /// The lines, for the caret under a problem; split anew at each call.
  public var source: SourceText { SourceText(bytes) }
  /// Whether the whole file was read; otherwise more documents may follow the last one.
  public let isComplete: Bool

  private let bytes: [UInt8]

  /// Reads the bytes of a file; the name is only used in places.
  public init(_ bytes: [UInt8], file: String) {
    do {
      let text = try YAMLText(bytes, file: file)
      self.bytes = text.bytes
      var composer = YAMLComposer(YAMLParser(text.bytes, file: file))
      isComplete = composer.readDocuments()
      documents = composer.documents
      diagnostics = composer.diagnostics
    } catch {
      self.bytes = YAMLText.withoutByteOrderMark(Array(bytes.prefix(YAMLLimits.maximumBytes)))
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
