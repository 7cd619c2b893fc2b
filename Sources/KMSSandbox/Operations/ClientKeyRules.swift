internal import KMSModel
internal import Texts

/// What the service demands of a client key's password and dates.
enum ClientKeyRules {
  static let maximumYears = 5

  /// 8 to 64 characters of at least two kinds, and of no other kind.
  static func accepts(password: String) -> Bool {
    let bytes = Array(password.utf8)
    let kinds = bytes.map(kind)
    return (8...64).contains(bytes.count) && !kinds.contains(nil) && Set(kinds).count >= 2
  }

  /// Both dates or none; five calendar years at most, which is also the default.
  static func validity(
    notBefore: Timestamp?, notAfter: Timestamp?, now: Timestamp
  ) throws(WireError) -> (notBefore: Timestamp, notAfter: Timestamp) {
    switch (notBefore, notAfter) {
    case (nil, nil): return (now, yearsLater(now))
    case (nil, _): throw .invalid("NotBefore", "needed together with NotAfter")
    case (_, nil): throw .invalid("NotAfter", "needed together with NotBefore")
    case (let start?, let end?):
      guard start < end else { throw .invalid("NotAfter", "not after NotBefore") }
      guard end <= yearsLater(start) else {
        throw .invalid("NotAfter", "more than \(maximumYears) years after NotBefore")
      }
      return (start, end)
    }
  }

  /// The same day and time some years later; the 29th of February becomes the 1st of March.
  private static func yearsLater(_ moment: Timestamp) -> Timestamp {
    let text = moment.iso8601
    let (digits, behind) = text.halves(at: "-") ?? (text[...], "")
    let year = (Int(digits) ?? 0) + maximumYears
    let day = behind.rest(after: "02-29").map { "-03-01\($0)" } ?? "-\(behind)"
    return Timestamp(iso8601: "\(year)\(day)") ?? moment
  }

  private enum Kind { case digit, letter, special }

  private static func kind(_ byte: UInt8) -> Kind? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
    case _ where Array("~!@#$%^&*?_-".utf8).contains(byte): .special
    default: nil
    }
  }
}
