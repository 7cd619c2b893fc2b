/// Matching with `*` (any run) and `?` (one character), without backtracking blow-up.
public enum Wildcard {
  /// Whether the whole text matches the pattern.
  public static func pattern(_ pattern: String, matches text: String) -> Bool {
    let pattern = Array(pattern.unicodeScalars)
    let text: [Unicode.Scalar] = Array(text.unicodeScalars)
    var (p, t) = (0, 0)
    var star: (p: Int, t: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = star {
        star = (last.p, last.t + 1)
        p = last.p + 1
        t = last.t + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }  // text: of scalars
  }
}
