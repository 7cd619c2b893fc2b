/// The few forms of a password's source that are shown as they are, because nothing in them can be
/// a password: `{generate: {length: 32}}`, `{fromEnv: KMS_PASSWORD}`, `{fromFile: /run/kms/pw}` and
/// `{fromCommand: [/usr/bin/age]}`.
///
/// Whatever else stands behind `password:` is covered. A program's arguments are, too.
struct PasswordSourceText {
  private let bytes: [UInt8]
  private var index: Int

  private init(_ bytes: [UInt8], at index: Int) {
    self.bytes = bytes
    self.index = index
  }

  /// Where a whole source in braces ends that starts at this place; nothing when there is none.
  static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var text = PasswordSourceText(bytes, at: start)
    guard text.take("{"), text.takeSource(), text.take("}") else { return nil }
    return text.index
  }

  /// Whether a line of its own is one of the forms without its braces, or the beginning of one.
  static func isLine(_ bytes: [UInt8]) -> Bool {
    var text = PasswordSourceText(bytes, at: 0)
    if text.takeSource(), text.isAtEnd { return true }
    text.index = 0
    if text.take("generate"), text.take(":"), text.isAtEnd { return true }
    text.index = 0
    return text.takeLength() && text.isAtEnd
  }

  private var isAtEnd: Bool { bytes[index...].allSatisfy { $0 == UInt8(ascii: " ") } }

  private mutating func takeSource() -> Bool {
    let start = index
    if take("generate"), take(":"), take("{") {
      _ = takeLength()
      if take("}") { return true }
    }
    index = start
    if take("fromEnv"), take(":"), takeWord(where: Self.isVariable) != nil { return true }
    index = start
    if take("fromFile"), take(":"), takePath() { return true }
    index = start
    return take("fromCommand") && take(":") && take("[") && takePath() && take("]")
  }

  private mutating func takeLength() -> Bool {
    let start = index
    if take("length"), take(":"), let digits = takeWord(where: Self.isDigit), digits.count <= 3 {
      return true
    }
    index = start
    return false
  }

  private mutating func takePath() -> Bool {
    guard let path = takeWord(where: Self.isPath) else { return false }
    return path.contains(UInt8(ascii: "/"))
  }

  /// Takes a text with the blanks before it.
  private mutating func take(_ word: String) -> Bool {
    skipBlanks()
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  private mutating func takeWord(where isPart: (UInt8) -> Bool) -> ArraySlice<UInt8>? {
    skipBlanks()
    let word = bytes[index...].prefix(while: isPart)
    guard !word.isEmpty else { return nil }
    index = word.endIndex
    return word
  }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Upper case only: a name in another form may well be the password itself.
  private static func isVariable(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isPath(_ byte: UInt8) -> Bool {
    isVariable(byte) || (0x61...0x7A).contains(byte) || "/.-".utf8.contains(byte)
  }
}
