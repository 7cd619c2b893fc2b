internal import CYAML
internal import Diagnostics

/// libyaml's complaint in words for people who write YAML by hand.
struct YAMLSyntaxError {
  private let problem: String
  private let context: String
  private let location: SourceLocation
  private let contextLocation: SourceLocation?
  private let isAtTab: Bool

  init(_ parser: yaml_parser_t, file: String) {
    problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
    context = parser.context.map { String(cString: $0) } ?? ""
    location = SourceLocation(parser.problem_mark, file: file)
    let start = SourceLocation(parser.context_mark, file: file)
    let buffer = parser.buffer
    isAtTab =
      buffer.pointer.map { pointer in
        buffer.last.map { pointer < $0 } == true && pointer.pointee == UInt8(ascii: "\t")
      } ?? false
    contextLocation = context.isEmpty || start == location ? nil : start
  }

  var failure: YAMLFailure {
    let words = self.words
    var notes: [Diagnostic.Note] = []
    if let contextLocation, let start = words.start {
      notes.append(Diagnostic.Note(start, at: contextLocation))
    }
    if let hint = words.hint { notes.append(Diagnostic.Note(hint)) }
    return YAMLFailure(.syntax, words.message, at: location, notes: notes)
  }

  private struct Words {
    var message: String
    var start: String?
    var hint: String?
  }

  private var words: Words {
    switch problem {
    case "mapping values are not allowed in this context":
      Words(
        message: "a ':' where no key can stand",
        hint: "check the indentation, or put quotes around a text that contains ': '")
    case "found character that cannot start any token" where isAtTab:
      Words(message: "a tab, expected blanks", hint: "YAML is indented with blanks only")
    case "found character that cannot start any token":
      Words(
        message: "a character that no value can start with",
        hint: "put quotes around a text that starts with '@', '`' or '%'")
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      Words(message: "a tab, expected blanks", hint: "YAML is indented with blanks only")
    case "did not find expected key":
      Words(
        message: "expected a key of the mapping here", start: "the mapping starts here",
        hint: "keys of one mapping stand in the same column")
    case "did not find expected '-' indicator":
      Words(
        message: "expected '-' of the list here", start: "the list starts here",
        hint: "items of one list stand in the same column")
    case "could not find expected ':'":
      Words(message: "expected ':' after a key before this", start: "the key starts here")
    case "found unexpected end of stream":
      Words(
        message: "the file ends inside a quoted text, expected the closing quote",
        start: "the quoted text starts here")
    case "found unexpected document indicator":
      Words(
        message: "the document ends inside a quoted text, expected the closing quote",
        start: "the quoted text starts here")
    case "did not find expected ',' or ']'":
      Words(message: "expected ',' or ']' of the list", start: "the list starts here")
    case "did not find expected ',' or '}'":
      Words(message: "expected ',' or '}' of the mapping", start: "the mapping starts here")
    case "did not find expected node content":
      Words(message: "expected a value here")
    case "did not find expected <document start>":
      Words(
        message: "expected the end of the document or '---' here",
        hint: "a document holds one value; check the indentation of this line")
    case "block sequence entries are not allowed in this context":
      Words(message: "a list item where none can stand", hint: "start the list on its own line")
    case "found unknown escape character":
      Words(
        message: "an escape that YAML does not know",
        start: "the quoted text starts here",
        hint: "write '\\\\' for a backslash, or use single quotes")
    case "found undefined tag handle":
      Words(message: "a tag whose handle is not declared")
    case "found incompatible YAML document":
      Words(message: "a %YAML version that cannot be read, expected 1.1 or 1.2")
    default:
      Words(message: [context, problem].filter { !$0.isEmpty }.joined(separator: ": "))
    }
  }
}
