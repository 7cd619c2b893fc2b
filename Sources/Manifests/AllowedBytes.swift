/// Characters that names may have, as bytes: a Character such as a digit with an accent is none.
enum AllowedBytes {
  static let digits = Set("0123456789".utf8)
  static let lowerCaseLetters = Set("abcdefghijklmnopqrstuvwxyz".utf8)
  static let alphanumerics =
    digits.union(lowerCaseLetters).union("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

  /// The first scalar whose bytes are not all allowed, for a message: `U+200B` or `'?'`.
  static func firstOther(in text: String, than allowed: Set<UInt8>) -> String? {
    for scalar in text.unicodeScalars
    where !(scalar.isASCII && allowed.contains(UInt8(scalar.value))) {
      guard !(0x21...0x7E).contains(scalar.value) else { return "'\(scalar)'" }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
    return nil
  }

  /// Whether a text is made of these bytes alone.
  static func consists(_ text: some StringProtocol, of allowed: Set<UInt8>) -> Bool {
    text.utf8.allSatisfy(allowed.contains)
  }
}
