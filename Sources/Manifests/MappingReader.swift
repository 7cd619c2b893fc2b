import Diagnostics
import YAMLSource

/// Reads one mapping field by field; what is wrong is recorded, never thrown.
///
/// Missing, unknown and repeated keys are reported when the reader is made, from the field table.
/// Reading a key that is not in the table is a programmer's mistake.
struct MappingReader {
  /// Where the mapping starts.
  let location: SourceLocation
  private let title: String
  private let table: FieldTable
  private var pairs: [String: YAMLPair] = [:]

  /// Opens a mapping; nothing when the node is none. The title names it: `'spec'`.
  init?(_ node: YAMLNode, _ title: String, _ table: FieldTable, _ problems: inout Problems) {
    guard case .mapping(let written) = node.content else {
      problems.reportType(node, title, expected: "a mapping")
      return nil
    }
    location = node.location
    self.title = title
    self.table = table
    for pair in written { take(pair, &problems) }
    for key in table.required where pairs[key] == nil {
      problems.report(.missingKey, "\(title) has no '\(key)'", at: location)
    }
  }

  /// Whether the key is there.
  func has(_ key: String) -> Bool { node(key) != nil }

  /// The value of a key.
  func node(_ key: String) -> YAMLNode? {
    precondition(table.names.contains(key), "a key that is read stands in the field table")
    return pairs[key]?.value
  }

  /// Where the value of each key starts.
  var places: [String: SourceLocation] { pairs.mapValues(\.value.location) }

  /// A text that is not empty.
  func text(_ key: String, _ problems: inout Problems) -> Located<String>? {
    node(key).flatMap { ValueReader.text($0, "'\(key)'", &problems) }
  }

  /// A text that is one of a few words.
  func word(
    _ key: String, of words: [String], _ problems: inout Problems
  ) -> Located<String>? {
    guard let text = text(key, &problems) else { return nil }
    return ValueReader.check(text, "'\(key)'", isOneOf: words, &problems) ? text : nil
  }

  /// A list with at least one entry.
  func items(
    _ key: String, of what: String, emptyNote: String? = nil, _ problems: inout Problems
  ) -> [YAMLNode]? {
    guard let node = node(key), node.content != .unusable else { return nil }
    guard case .sequence(let items) = node.content else {
      problems.reportType(node, "'\(key)'", expected: "a list of \(what)")
      return nil
    }
    guard !items.isEmpty else {
      problems.report(
        .emptyList, "'\(key)' is empty, expected at least one entry", at: node.location,
        note: emptyNote)
      return nil
    }
    return items
  }

  /// A list of texts with at least one entry, each once.
  func texts(
    _ key: String, of what: String, emptyNote: String? = nil, _ problems: inout Problems
  ) -> [Located<String>]? {
    guard let items = items(key, of: what, emptyNote: emptyNote, &problems) else { return nil }
    var seen: [String: SourceLocation] = [:]
    var texts: [Located<String>] = []
    for item in items {
      guard let text = ValueReader.text(item, "an entry of '\(key)'", &problems) else { continue }
      if let first = seen[text.value] {
        problems.report(
          .duplicateEntry, "'\(text.value)' stands twice in '\(key)'", at: text.location,
          notes: [Diagnostic.Note("it stands here already", at: first)])
        continue
      }
      seen[text.value] = text.location
      texts.append(text)
    }
    return texts
  }

  /// A whole number.
  func integer(
    _ key: String, in range: ClosedRange<Int>, _ problems: inout Problems
  ) -> Int? {
    node(key).flatMap { ValueReader.integer($0, "'\(key)'", in: range, &problems) }
  }

  /// A nested mapping.
  func mapping(
    _ key: String, _ table: FieldTable, _ problems: inout Problems
  ) -> MappingReader? {
    node(key).flatMap { MappingReader($0, "'\(key)'", table, &problems) }
  }

  private mutating func take(_ pair: YAMLPair, _ problems: inout Problems) {
    guard let name = pair.name else { return }
    if let reason = table.reserved[name] {
      return problems.report(.notAvailable, reason, at: pair.key.location)
    }
    guard table.names.contains(name) else { return reportUnknown(name, pair, &problems) }
    guard let first = pairs[name] else {
      pairs[name] = pair
      return
    }
    if Redaction.looksSecret(name) { problems.hide(pair.value) }
    problems.report(
      .duplicateKey, "'\(name)' stands twice in \(title)", at: pair.key.location,
      notes: [Diagnostic.Note("it stands here already", at: first.key.location)])
  }

  private func reportUnknown(_ name: String, _ pair: YAMLPair, _ problems: inout Problems) {
    let near = Suggestion.nearest(to: name, in: table.names)
    // Where a password may stand, an unknown key may be a misspelt one.
    if Redaction.looksSecret(name) || table.names.contains("password") {
      problems.hide(pair.value)
    }
    problems.report(
      .unknownKey, "unknown key '\(name)' in \(title)", at: pair.key.location,
      note: near.map { "did you mean '\($0)'?" } ?? "expected \(ValueReader.list(table.names))")
  }
}
