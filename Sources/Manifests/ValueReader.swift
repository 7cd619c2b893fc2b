import Diagnostics
import Texts
import YAMLSource

/// Reads single values; the type comes from the field, not from YAML's guesses.
enum ValueReader {
  /// A text that is not empty; the title names the field: `'name'`.
  static func text(
    _ node: YAMLNode, _ title: String, _ problems: inout Problems
  ) -> Located<String>? {
    guard case .scalar(let text, _) = node.content, !node.isNull else {
      problems.reportType(node, title, expected: "a text")
      return nil
    }
    guard !text.isEmpty else {
      problems.report(.emptyValue, "\(title) is empty", at: node.location)
      return nil
    }
    return Located(text, at: node.location)
  }

  /// A whole number within a range.
  static func integer(
    _ node: YAMLNode, _ title: String, in range: ClosedRange<Int>, _ problems: inout Problems
  ) -> Int? {
    guard case .scalar(let text, let isPlain) = node.content, !node.isNull else {
      problems.reportType(node, title, expected: "a whole number")
      return nil
    }
    guard isPlain, !text.isEmpty, text.utf8.count <= 12,
      text.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(text)
    else {
      problems.report(
        .wrongType, "\(title) is no whole number", at: node.location,
        note: isPlain ? nil : "write it without quotes")
      return nil
    }
    guard range.contains(number) else {
      problems.report(
        .outOfRange,
        "\(title) is \(number), expected \(range.lowerBound) to \(range.upperBound)",
        at: node.location)
      return nil
    }
    return number
  }

  /// `true` or `false`.
  static func boolean(_ node: YAMLNode, _ title: String, _ problems: inout Problems) -> Bool? {
    guard case .scalar(let text, let isPlain) = node.content, !node.isNull else {
      problems.reportType(node, title, expected: "'true' or 'false'")
      return nil
    }
    if isPlain, ["true", "false"].contains(text) { return text == "true" }
    problems.report(
      .wrongType, "\(title) is neither 'true' nor 'false'", at: node.location,
      note: isPlain ? nil : "write it without quotes")
    return nil
  }

  /// Whether a text is one of a few words; reports it when not.
  static func check(
    _ text: Located<String>, _ title: String, isOneOf words: [String],
    _ problems: inout Problems
  ) -> Bool {
    if words.contains(text.value) { return true }
    let near = Suggestion.nearest(to: text.value, in: words)
    problems.report(
      .unknownValue, "\(title) is '\(text.value)', expected \(list(words))", at: text.location,
      note: near.map { "did you mean '\($0)'?" })
    return false
  }

  /// `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
  static func list(_ words: [String]) -> String {
    let quoted = words.map { "'\($0)'" }
    guard quoted.count > 1, let last = quoted.last else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension Problems {
  /// Reports a value of the wrong type, without its text.
  mutating func reportType(_ node: YAMLNode, _ title: String, expected: String) {
    let found: String
    switch node.content {
    case .unusable: return
    case .sequence: found = "is a list"
    case .mapping: found = "is a mapping"
    case .scalar: found = node.isNull ? "has no value" : "is a text"
    }
    report(.wrongType, "\(title) \(found), expected \(expected)", at: node.location)
  }
}
