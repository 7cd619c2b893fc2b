import Diagnostics
import YAMLSource

func read(_ text: String) -> YAMLStream { YAMLStream(Array(text.utf8), file: "f.yaml") }

/// A node as one line: scalars in quotes when quoted, places after `@` when asked for.
func text(_ node: YAMLNode, places: Bool = false) -> String {
  let body: String
  switch node.content {
  case .scalar(let text, let isPlain): body = isPlain ? text : "\"\(text)\""
  case .sequence(let items):
    body =
      "[" + items.map { YAMLSourceTests.text($0, places: places) }.joined(separator: ", ") + "]"
  case .mapping(let pairs):
    body =
      "{"
      + pairs.map {
        YAMLSourceTests.text($0.key, places: places) + ": "
          + YAMLSourceTests.text($0.value, places: places)
      }.joined(separator: ", ") + "}"
  case .unusable: body = "?"
  }
  return places ? "\(body)@\(node.location.line):\(node.location.column)" : body
}

/// A diagnostic with its place and notes as lines.
func lines(_ stream: YAMLStream) -> [String] {
  stream.diagnostics.flatMap { diagnostic in
    let place = diagnostic.location.map(\.description) ?? "-"
    return ["\(place): \(diagnostic.code.rawValue): \(diagnostic.message)"]
      + diagnostic.notes.map { note in
        "  " + (note.location.map { "\($0): " } ?? "") + note.message
      }
  }
}
