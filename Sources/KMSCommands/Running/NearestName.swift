/// Finds the name that was probably meant.
struct NearestName {
  private let word: [Character]

  init(_ word: String) { self.word = Array(word.lowercased()) }

  /// The nearest name, when at most a third of it is different.
  func among(_ names: [String]) -> String? {
    let ranked = names.map { (name: $0, distance: distance(to: Array($0.lowercased()))) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance * 3 <= max(word.count, best.name.count) ? best.name : nil
  }

  /// How many insertions, deletions and exchanges lead from one to the other.
  private func distance(to other: [Character]) -> Int {
    var row = Array(0...other.count)
    for (i, left) in word.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in other.enumerated() {
        let cost = min(diagonal + (left == right ? 0 : 1), row[j] + 1, row[j + 1] + 1)
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[other.count]
  }
}
