internal import KMSModel

/// One line of a `.gitignore`, read so that doubt never hides a file from Git.
struct GitIgnoreRule {
  let isNegated: Bool
  private let parts: [String]
  private let isAnchored: Bool
  private let isForDirectories: Bool
  /// How many directories below the work tree's root the rule's file stands.
  private let depth: Int

  /// Reads a line; nothing for blanks, comments, and patterns that are not understood, unless
  /// those take something back.
  init?(_ line: String, depth: Int) {
    var text = line[...]
    while text.last == " " { text.removeLast() }
    guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
    isNegated = text.hasPrefix("!")
    if isNegated { text.removeFirst() }
    isForDirectories = text.hasSuffix("/")
    if isForDirectories { text.removeLast() }
    isAnchored = text.contains("/")
    let isUnderstood =
      !text.isEmpty && !text.contains { "[]\\".contains($0) }
      && !text.contains("**")
    guard isUnderstood || isNegated else { return nil }
    parts = isUnderstood ? text.split(separator: "/").map(String.init) : []
    self.depth = depth
  }

  /// Whether the rule is about this path; a taking back that is not understood is about any.
  func mayMatch(_ path: ArraySlice<String>, isDirectory: Bool) -> Bool {
    guard !parts.isEmpty else { return isNegated }
    guard isDirectory || !isForDirectories, path.count > depth, let name = path.last else {
      return false
    }
    guard isAnchored else { return Wildcard.pattern(parts[0], matches: name) }
    let below = path.dropFirst(depth)
    return below.count == parts.count
      && zip(parts, below).allSatisfy { Wildcard.pattern($0, matches: $1) }
  }
}
