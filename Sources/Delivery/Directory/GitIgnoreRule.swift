internal import KMSModel
internal import Texts

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
    // By scalar throughout, as Git reads bytes: nothing behind a sign takes its meaning away.
    var signs = line.unicodeScalars[...]
    while signs.last == " " { signs.removeLast() }
    guard !signs.isEmpty, signs.first != "#" else { return nil }
    isNegated = signs.first == "!"
    if isNegated { signs.removeFirst() }
    isForDirectories = signs.last == "/"
    if isForDirectories { signs.removeLast() }
    let pattern = String(signs)
    isAnchored = pattern.holds("/")
    let isUnderstood =
      !pattern.isEmpty && pattern.consists { !"[]\\".holds($0) } && !pattern.holds(text: "**")
    guard isUnderstood || isNegated else { return nil }
    parts = isUnderstood ? pattern.parts(at: "/").map(String.init) : []
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
