/// Says what is wrong with a text that should be an IPv4 address or CIDR block.
enum AddressText {
  /// The first fault from the left.
  static func fault(in text: String) -> String {
    if text.utf8.count > 100 { return "it has \(text.utf8.count) bytes" }
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    if text.contains(where: \.isWhitespace) { return "it holds a blank" }
    if text.contains("-"), text.allSatisfy({ "0123456789.-".contains($0) }) {
      return "ranges are not possible"
    }
    if text.contains("*") { return "wildcards are not possible" }
    if halves.count > 2 { return "it has more than one '/'" }
    return fault(inAddress: halves[0]) ?? fault(inPrefix: halves.last ?? "")
  }

  private static func fault(inAddress text: Substring) -> String? {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    if numbers.contains(where: { $0.contains { !isDigit($0) } }) {
      return "it is not made of digits"
    }
    guard numbers.count == 4, !numbers.contains("") else {
      return "it has not four numbers with dots between"
    }
    for number in numbers {
      if number.count > 1, number.first == "0" { return "'\(number)' has a leading zero" }
      if number.count > 3 || Int(number).map({ $0 > 255 }) ?? true {
        return "'\(number)' is larger than 255"
      }
    }
    return nil
  }

  private static func fault(inPrefix text: Substring) -> String {
    if text.isEmpty { return "there is no number after '/'" }
    if text.contains(where: { !isDigit($0) }) { return "'\(text)' after '/' is no number" }
    if text.count > 1, text.first == "0" { return "'\(text)' has a leading zero" }
    return "'\(text)' after '/' is larger than 32"
  }

  private static func isDigit(_ character: Character) -> Bool {
    ("0"..."9").contains(character)
  }
}
