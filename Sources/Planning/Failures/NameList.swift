/// Names in a sentence: the first few, and how many more there are.
enum NameList {
  private static let named = 3

  static func text(_ names: [String]) -> String {
    let rest = names.count - min(names.count, named)
    let first = names.prefix(named).joined(separator: ", ")
    return rest == 0 ? first : "\(first) and \(rest) more"
  }
}
