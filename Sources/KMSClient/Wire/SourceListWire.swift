internal import KMSModel
internal import Texts

/// `SourcePrivateIp`: a text that holds a JSON array of texts.
enum SourceListWire {
  /// What stands before a whole value that is no list of texts; it is sent back as it came.
  private static let wholePrefix = "whole:"

  /// Reads a value in any form it may arrive in.
  static func read(_ value: JSONValue?) -> Set<SourceAddress> {
    switch value {
    case nil, .null, .text(""): []
    case .array(let elements): entries(elements) ?? whole(value?.compactText ?? "")
    case .text(let text): read(text: text)
    case .some(let other): whole(other.compactText)
    }
  }

  private static func read(text: String) -> Set<SourceAddress> {
    guard case .array(let elements) = JSONValue(parsing: text) else { return whole(text) }
    return entries(elements) ?? whole(text)
  }

  /// The text of a list as it was read; nothing when that is no list of texts.
  static func listText(_ value: JSONValue?) -> String? {
    switch value {
    case .text(let text):
      guard case .array(let elements) = JSONValue(parsing: text) else { return nil }
      return inner(of: elements).map { listText(.text($0)) } ?? text
    case .array(let elements):
      return inner(of: elements).map { listText(.text($0)) } ?? value?.compactText
    case nil, .null, .bool, .integer, .number, .object: return nil
    }
  }

  /// The text to send: as it was read, or compact, since peers take it apart by position.
  static func write(_ spec: NetworkRuleSpec) -> String {
    spec.sourcesAsRead.form(of: spec.sources)?.first ?? write(spec.sources)
  }

  static func write(_ sources: Set<SourceAddress>) -> String {
    if sources.count == 1, case .opaque(let text) = sources.first?.range,
      let whole = text.rest(after: wholePrefix)
    {
      return String(whole)
    }
    let entries = sources.sorted().map { source in
      let range =
        switch source.range {
        case .block(let block): block.description
        case .opaque(let text): text
        }
      let text = source.vpc.map { InferredForms.write(vpc: $0, range: range) } ?? range
      return JSONValue.text(text)
    }
    return JSONValue.array(entries).compactText
  }

  /// Nothing when an entry is no text, or could be mistaken for a whole value.
  private static func entries(_ elements: [JSONValue]) -> Set<SourceAddress>? {
    var sources: Set<SourceAddress> = []
    for element in elements {
      guard case .text(let text) = element, !text.begins(with: wholePrefix) else { return nil }
      if let text = inner(of: elements), case .array(let list) = JSONValue(parsing: text) {
        return entries(list)
      }
      sources.insert(InferredForms.readVPCEntry(text) ?? SourceAddress(text))
    }
    return sources
  }

  /// The list that is packed as a text into a list of its own (kms-api §3, "array vs string trap").
  private static func inner(of elements: [JSONValue]) -> String? {
    guard elements.count == 1, case .text(let text) = elements[0], text.begins(with: "["),
      case .array = JSONValue(parsing: text)
    else { return nil }
    return text
  }

  private static func whole(_ text: String) -> Set<SourceAddress> {
    [SourceAddress(range: .opaque(wholePrefix + text))]
  }
}
