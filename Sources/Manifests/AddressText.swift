import Texts

/// Says what is wrong with a text that should be an IPv4 address or CIDR block.
enum AddressText {
  /// The first fault from the left.
  static func fault(in text: String) -> String {
    if text.utf8.count > 100 { return "it has \(text.utf8.count) bytes" }
    let halves = text.parts(at: "/", keepsEmpty: true)
    if !text.consists({ !$0.properties.isWhitespace }) { return "it holds a blank" }
    if text.holds("-"), text.consists({ isDigit($0) || ".-".holds($0) }) {
      return "ranges are not possible"
    }
    if text.holds("*") { return "wildcards are not possible" }
    if halves.count > 2 { return "it has more than one '/'" }
    return fault(inAddress: halves[0]) ?? fault(inPrefix: halves.last ?? "")
  }

  private static func fault(inAddress text: Substring) -> String? {
    let numbers = text.parts(at: ".", keepsEmpty: true)
    if !numbers.allSatisfy({ $0.consists(isDigit) }) {
      return "it is not made of digits"
    }
    guard numbers.count == 4, numbers.allSatisfy({ !$0.isEmpty }) else {
      return "it has not four numbers with dots between"
    }
    for number in numbers {
      if number.utf8.count > 1, number.unicodeScalars.first == "0" {
        return "'\(number)' has a leading zero"
      }
      if number.utf8.count > 3 || Int(number).map({ $0 > 255 }) ?? true {
        return "'\(number)' is larger than 255"
      }
    }
    return nil
  }

  private static func fault(inPrefix text: Substring) -> String {
    if text.isEmpty { return "there is no number after '/'" }
    if !text.consists(isDigit) { return "'\(text)' after '/' is no number" }
    if text.utf8.count > 1, text.unicodeScalars.first == "0" {
      return "'\(text)' has a leading zero"
    }
    return "'\(text)' after '/' is larger than 32"
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCIIDigit }
}
