internal import Glibc
public import Secrets

/// RFC 4648 base64 with padding.
public enum Base64 {
  /// The text of some bytes, without line breaks.
  public static func encode(_ bytes: [UInt8]) -> String {
    String(decoding: symbols(of: bytes), as: UTF8.self)
  }

  /// The text of a secret, itself a secret.
  public static func encode(_ secret: Secret) -> Secret {
    var bytes = secret.withUnsafeBytes { [UInt8]($0) }
    var symbols = symbols(of: bytes)
    defer {
      explicit_bzero(&bytes, bytes.count)
      explicit_bzero(&symbols, symbols.count)
    }
    return Secret(bytes: symbols)
  }

  private static func symbols(of bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = (0..<3).reduce(UInt32(0)) { bits, offset in
        bits << 8 | (offset < group.count ? UInt32(group[start + offset]) : 0)
      }
      for position in 0..<4 {
        let isPadding = position > group.count
        out.append(isPadding ? padding : alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)])
      }
    }
    return out
  }

  /// The bytes behind a text; nothing for anything that is not base64.
  ///
  /// White space between the characters is skipped, as makers of containers wrap their lines.
  public static func decode(_ text: String) -> [UInt8]? {
    decode(Array(text.utf8))
  }

  /// The bytes behind a secret text.
  public static func decode(_ secret: Secret) -> Secret? {
    secret.withUnsafeBytes { decode(Array($0)) }.map { Secret(bytes: $0) }
  }

  private static func decode(_ text: [UInt8]) -> [UInt8]? {
    let symbols = text.filter { !whiteSpace.contains($0) }
    let body = symbols.prefix { $0 != padding }
    let paddingCount = symbols.count - body.count
    guard symbols.count.isMultiple(of: 4), paddingCount <= 2,
      symbols.suffix(paddingCount).allSatisfy({ $0 == padding })
    else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(symbols.count / 4 * 3)
    var bits: UInt32 = 0
    var bitCount: UInt32 = 0
    for symbol in body {
      guard let value = values[Int(symbol)] else { return nil }
      bits = bits << 6 | UInt32(value)
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      out.append(UInt8(truncatingIfNeeded: bits >> bitCount))
    }
    // Bits that no byte took must be zero, so that one value has one text.
    return bits & (1 << bitCount - 1) == 0 ? out : nil
  }

  private static let padding = UInt8(ascii: "=")
  private static let whiteSpace = Array(" \t\r\n".utf8)
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let values: [UInt8?] = {
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, symbol) in alphabet.enumerated() { values[Int(symbol)] = UInt8(value) }
    return values
  }()
}
