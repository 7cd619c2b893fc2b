import Diagnostics
import YAMLSource

/// What `kmsctl.yaml` gave: the stack as far as it could be read, and what is wrong with the file.
struct StackReading {
  private(set) var declaration: StackDeclaration?
  private(set) var problems = Problems()
  private(set) var names: Set<String> = []
  let stream: YAMLStream
  let file: String

  init(_ source: SourceFile) {
    file = source.path
    stream = YAMLStream(source.bytes, file: source.path)
    problems.add(stream.diagnostics)
    var first: SourceLocation?
    for document in stream.documents {
      guard let kind = DocumentDecoder.kind(of: document, &problems) else { continue }
      let place = DocumentDecoder.kindPlace(of: document)
      if kind != .stack {
        names.formUnion(DocumentDecoder.name(of: document))
        problems.report(
          .misplacedManifest,
          "kmsctl.yaml holds the Stack and nothing else, found '\(kind.rawValue)'",
          at: place, note: "move it to a file below one of the 'spec.manifests'")
      } else if let first {
        problems.report(
          .secondStack, "a second Stack in kmsctl.yaml, expected one", at: place,
          notes: [Diagnostic.Note("the first one is here", at: first)])
      } else {
        first = place
        declaration = StackDecoder.decode(document, &problems)
      }
    }
    guard first == nil, problems.diagnostics.isEmpty else { return }
    problems.report(
      .missingStack, "kmsctl.yaml holds no Stack",
      at: SourceLocation(file: source.path, line: 1, column: 1),
      note: "'kmsctl init' writes one")
  }

  /// Whether the stack can be used.
  var isValid: Bool {
    declaration != nil && !problems.diagnostics.contains { $0.severity == .error }
  }
}
