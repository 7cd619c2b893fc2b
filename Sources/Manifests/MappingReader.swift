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
  private var keyPlaces: [Key: SourceLocation] = [:]

  /// A key in the mapping it was written in, or in one that a merge key brings.
  private struct Key: Hashable {
    var name: String
    var source: Int
  }

  /// The fields that take values of two shapes.
  private static let twoShapes: Set = ["networkRules", "adopt"]

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
    if Redaction.looksSecret(name), pairs[name] != nil { problems.hide(pair.value) }
    let key = Key(name: name, source: pair.source)
    if let first = keyPlaces[key] {
      problems.report(
        .duplicateKey,
        "'\(name)' stands twice in \(pair.source == 0 ? title : "a mapping that \(title) merges")",
        at: pair.key.location,
        notes: [Diagnostic.Note("it stands here already", at: first)])
      return
    }
    keyPlaces[key] = pair.key.location
    if let winner = pairs[name] {
      checkOverridden(pair, by: winner, name, &problems)
    } else {
      pairs[name] = pair
    }
  }

  /// What is overridden has no meaning, but a value of another shape is a slip.
  private func checkOverridden(
    _ pair: YAMLPair, by winner: YAMLPair, _ name: String, _ problems: inout Problems
  ) {
    pair.value.forEachRepeatedKey { repeated, first in
      if repeated.name.map({ Redaction.looksSecret($0) }) ?? true { problems.hide(repeated.value) }
      problems.report(
        .duplicateKey, "a key stands twice in a mapping that is overridden",
        at: repeated.key.location,
        notes: [Diagnostic.Note("it stands here already", at: first)])
    }
    guard !Self.twoShapes.contains(name), let found = pair.value.shape,
      let expected = winner.value.shape, found != expected
    else { return }
    problems.report(
      .wrongType, "'\(name)' is \(found) in a merged mapping, and \(expected) where it counts",
      at: pair.value.location,
      notes: [Diagnostic.Note("this value counts", at: winner.value.location)])
  }

  private func reportUnknown(_ name: String, _ pair: YAMLPair, _ problems: inout Problems) {
    let near = Suggestion.nearest(to: name, in: table.names)
    // Where a password may stand, an unknown key may be a misspelt one.
    // text: a list of names
    if Redaction.looksSecret(name) || table.names.contains("password") {
      problems.hide(pair.value)
    }
    problems.report(
      .unknownKey, "unknown key '\(name)' in \(title)", at: pair.key.location,
      note: near.map { "did you mean '\($0)'?" } ?? "expected \(ValueReader.list(table.names))")
  }
}

extension YAMLNode {
  /// Every key that stands twice in one mapping, however deep, with the place of the first.
  fileprivate func forEachRepeatedKey(_ body: (YAMLPair, SourceLocation) -> Void) {
    switch content {
    case .scalar, .unusable: break
    case .sequence(let items):
      for item in items { item.forEachRepeatedKey(body) }
    case .mapping(let pairs):
      var places: [Int: [String: SourceLocation]] = [:]
      for pair in pairs {
        guard let name = pair.name else { continue }
        if let first = places[pair.source]?[name] { body(pair, first) }
        places[pair.source, default: [:]][name] = pair.key.location
        pair.value.forEachRepeatedKey(body)
      }
    }
  }

  /// What the value is, whatever it holds.
  fileprivate var shape: String? {
    switch content {
    case .scalar: "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .unusable: nil
    }
  }
}
