import Diagnostics
import Manifests
import Testing

let exampleStack = """
  apiVersion: kmsctl.dev/v1
  kind: Stack
  metadata: {name: payments, uid: 7f3c1a}
  spec: {account: "1192000000000000", region: cn-hangzhou, external: [networkrule/shared-*]}
  """

/// Loads one manifest file, with the example stack unless another is given.
func load(_ yaml: String, stack: String = exampleStack) -> LoadedManifests {
  load(files: ["m.yaml": yaml], stack: stack)
}

/// Loads several files.
func load(
  files: [String: String], stack: String = exampleStack, selecting: Set<String>? = nil
) -> LoadedManifests {
  ManifestLoader.load(
    stack: SourceFile(path: "kmsctl.yaml", bytes: Array(stack.utf8)),
    manifests: files.sorted { $0.key < $1.key }
      .map { SourceFile(path: $0.key, bytes: Array($0.value.utf8)) },
    selecting: selecting)
}

/// A diagnostic as one text: `error[code]: message`, then one line for each note.
func text(_ diagnostic: Diagnostic) -> String {
  let notes = diagnostic.notes.map { note in
    "note: " + (note.location.map { "\($0): " } ?? "") + note.message
  }
  let head = "\(diagnostic.severity.rawValue)[\(diagnostic.code.rawValue)]: \(diagnostic.message)"
  return ([head] + notes).joined(separator: "\n")
}

/// Expects exactly these diagnostics, one at each marker, in the order of the markers.
func expectDiagnostics(
  in marked: String, _ expected: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let yaml = MarkedYAML(marked, file: "m.yaml")
  let found = load(yaml.text).report.diagnostics
  #expect(found.map(text) == expected, sourceLocation: sourceLocation)
  #expect(found.map(\.location) == yaml.places, sourceLocation: sourceLocation)
}

/// Expects exactly these diagnostics in a stack file.
func expectStackDiagnostics(
  in marked: String, _ expected: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let yaml = MarkedYAML(marked, file: "kmsctl.yaml")
  let found = load(files: [:], stack: yaml.text).report.diagnostics
  #expect(found.map(text) == expected, sourceLocation: sourceLocation)
  #expect(found.map(\.location) == yaml.places, sourceLocation: sourceLocation)
}

/// A table row: marked YAML and the diagnostics at its markers.
struct Case: CustomTestStringConvertible, Sendable {
  var name: String
  var yaml: String
  var expected: [String]

  init(_ name: String, _ yaml: String, _ expected: String...) {
    self.name = name
    self.yaml = yaml
    self.expected = expected
  }

  var testDescription: String { name }
}
