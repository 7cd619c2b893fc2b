import Diagnostics
import KMSModel
import Texts
import YAMLSource

/// Decodes where a password comes from; never shows what stands in the field.
enum PasswordDecoder {
  static let fields = FieldTable(
    optional: ["generate", "fromEnv", "fromFile", "fromCommand"])
  static let generateFields = FieldTable(optional: ["length"])
  /// The lengths the service takes (kms-api §5).
  static let lengths = 8...64

  /// The source; the default when it could not be read.
  static func decode(_ node: YAMLNode, _ problems: inout Problems) -> PasswordSource {
    guard case .mapping(let pairs) = node.content else {
      if node.isNull {
        problems.reportType(node, "'password'", expected: "a mapping such as '{generate: {}}'")
      } else {
        reportInline(node, &problems)
      }
      return .standard
    }
    let known = Set(fields.names)
    for pair in pairs where pair.name.map({ !known.contains($0) }) ?? true {
      // Neither key nor value is shown: either could be the password itself.
      problems.hide(pair.key)
      problems.hide(pair.value)
      reportInline(pair.key, &problems)
    }
    let sources = YAMLNode(
      .mapping(pairs.filter { $0.name.map(known.contains) ?? false }), at: node.location,
      lastLine: node.lastLine)
    guard let reader = MappingReader(sources, "'password'", fields, &problems) else {
      return .standard
    }
    let given = fields.names.filter(reader.has)
    guard given.count == 1, let source = given.first else {
      if given.count > 1 || pairs.isEmpty { reportCount(given, node, &problems) }
      return .standard
    }
    return read(source, reader, &problems) ?? .standard
  }

  private static func read(
    _ source: String, _ reader: MappingReader, _ problems: inout Problems
  ) -> PasswordSource? {
    switch source {
    case "generate":
      let nested = reader.mapping(source, generateFields, &problems)
      guard let nested, nested.has("length") else { return nil }
      return nested.integer("length", in: lengths, &problems).map { .generate(length: $0) }
    case "fromEnv":
      guard let text = reader.text(source, &problems) else { return nil }
      guard isVariableName(text.value) else {
        if let node = reader.node(source) { problems.hide(node) }
        problems.report(
          .passwordSource, "'fromEnv' is not the name of an environment variable",
          at: text.location, note: "write the name, not the value: letters, digits and '_'")
        return nil
      }
      return .fromEnv(text.value)
    case "fromFile":
      guard let path = reader.text(source, &problems) else { return nil }
      guard PathCheck.check(path, "'fromFile'", &problems) else {
        if let node = reader.node(source) { problems.hide(node) }
        return nil
      }
      return .fromFile(path.value)
    default: return readCommand(reader, &problems)
    }
  }

  private static func readCommand(
    _ reader: MappingReader, _ problems: inout Problems
  ) -> PasswordSource? {
    ProgramWords.read(reader, "fromCommand", &problems).map { .fromCommand($0) }
  }

  private static func reportInline(_ node: YAMLNode, _ problems: inout Problems) {
    guard node.content != .unusable else { return }
    problems.hide(node)
    problems.report(
      .inlinePassword,
      "a password does not stand in a manifest, expected 'generate', 'fromEnv', 'fromFile' or"
        + " 'fromCommand'",
      at: node.location,
      notes: [
        Diagnostic.Note("write 'password: {generate: {length: 32}}', or leave 'password' out"),
        Diagnostic.Note("if this was a real password, it is in the history of Git: change it"),
      ])
  }

  private static func reportCount(
    _ given: [String], _ node: YAMLNode, _ problems: inout Problems
  ) {
    let found = given.isEmpty ? "no source" : given.map { "'\($0)'" }.joined(separator: " and ")
    problems.report(
      .passwordSource, "'password' has \(found), expected one of \(ValueReader.list(fields.names))",
      at: node.location)
  }

  private static func isVariableName(_ text: String) -> Bool {
    text.unicodeScalars.first?.isASCIIDigit == false
      && text.consists { $0.isASCIIAlphanumeric || $0 == "_" }
  }
}
