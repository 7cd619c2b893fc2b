internal import Secrets

/// What the service takes for a password (kms-api §5).
enum PasswordRule {
  static let lengths = 8...64
  static let specials = "~!@#$%^&*?_-"

  /// What is wrong with a password, without showing any of it; nothing when it is fine.
  static func objection(to password: Secret) -> String? {
    password.withUnsafeBytes { bytes in
      guard lengths.contains(bytes.count) else {
        return "has \(bytes.count) characters, 8 to 64 are allowed"
      }
      guard bytes.allSatisfy({ isLower($0) || isUpper($0) || isDigit($0) || isSpecial($0) }) else {
        return "holds a character other than letters, digits and \(specials)"
      }
      let classes = [
        bytes.contains { isLower($0) || isUpper($0) }, bytes.contains { isDigit($0) },
        bytes.contains { isSpecial($0) },
      ].count { $0 }
      return classes < 2 ? "needs at least two of letters, digits and \(specials)" : nil
    }
  }

  /// How many of lower case, upper case, digits and specials occur.
  static func finestClasses(in bytes: [UInt8]) -> Int {
    [
      bytes.contains { isLower($0) }, bytes.contains { isUpper($0) },
      bytes.contains { isDigit($0) }, bytes.contains { isSpecial($0) },
    ].count { $0 }
  }

  private static func isLower(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isUpper(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool { specials.utf8.contains(byte) }
}
