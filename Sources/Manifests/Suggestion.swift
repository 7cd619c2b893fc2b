/// Finds the name somebody probably meant.
package enum Suggestion {
  /// The longest name that is compared, in bytes.
  static let maximumLength = 256

  /// The nearest name, when it is near enough to be worth asking about.
  package static func nearest(to word: String, in names: some Sequence<String>) -> String? {
    // Comparing takes length times length: of long names nobody remembers which was meant.
    guard word.utf8.count <= maximumLength else { return nil }
    let wanted = Array(word.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for name in names where name.utf8.count <= maximumLength && name != word {
      let candidate = Array(name.lowercased().unicodeScalars)
      let longest = max(wanted.count, candidate.count)
      let limit = min((best?.distance ?? .max) - 1, min(3, longest / 3))
      guard abs(wanted.count - candidate.count) <= limit,
        let distance = distance(wanted, candidate, atMost: limit)
      else { continue }
      best = (name, distance)
    }
    return best?.name
  }

  /// How many insertions, deletions, exchanges and swaps of neighbours lead from one to the other.
  private static func distance(
    _ one: [Unicode.Scalar], _ other: [Unicode.Scalar], atMost limit: Int
  ) -> Int? {
    guard limit >= 0 else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for (i, left) in one.enumerated() {
      var row = [i + 1]
      for (j, right) in other.enumerated() {
        var cost = min(last[j] + (left == right ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left == other[j - 1], one[i - 1] == right {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      guard row.contains(where: { $0 <= limit }) else { return nil }
      (beforeLast, last) = (last, row)
    }
    return last[other.count] <= limit ? last[other.count] : nil
  }
}
