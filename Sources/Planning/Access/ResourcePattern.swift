internal import Texts

/// A resource of a policy: exact, or a prefix when it ends in `*`.
///
/// A `*` anywhere else is taken to the letter; a prefix still covers it.
struct ResourcePattern: Sendable, Hashable {
  var text: String

  init(_ text: String) { self.text = text }

  func covers(_ other: ResourcePattern) -> Bool {
    text.isSame(as: other.text)
      || (text.rest(before: "*").map { other.text.begins(with: $0) } ?? false)
  }

  /// The patterns of a set that another set does not cover, sorted.
  static func uncovered(_ patterns: Set<String>, by others: Set<String>) -> [String] {
    let others = others.map(ResourcePattern.init)
    return patterns.filter { text in
      !others.contains { $0.covers(ResourcePattern(text)) }
    }.sorted()
  }
}
