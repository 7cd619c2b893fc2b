/// The fields of a marker's text, taken in order; bytes, because a combining mark must not hide any.
struct MarkerFields {
  typealias Bytes = ArraySlice<UInt8>

  /// The fields this version knows, in the order in which they stand.
  static let knownNames = ["s", "o", "d", "f", "k", "rev", "i", "r"]

  private var words: ArraySlice<Bytes>
  private var last = ""
  /// What was passed over: fields of a newer kmsctl that need not be understood.
  private(set) var others: [MarkerExtras.Field] = []

  /// Takes the words after the number.
  init(_ words: ArraySlice<Bytes>) { self.words = words }

  /// Takes the next known field when it has this name.
  mutating func take(_ name: String) -> Bytes? {
    passOver()
    guard let word = words.first, let (found, value) = Self.split(word), found == name else {
      return nil
    }
    words.removeFirst()
    last = name
    return value
  }

  /// Whether nothing is left but fields that need not be understood; they are passed over.
  mutating func isAtEnd() -> Bool {
    passOver()
    return words.isEmpty
  }

  private mutating func passOver() {
    while let word = words.first, let (name, value) = Self.split(word),
      name.utf8.first.map(Self.isLowerCase) == true, !Self.knownNames.contains(name),
      value.allSatisfy(Self.isValueByte)
    {
      others.append(.init(after: last, text: Self.text(word)))
      words.removeFirst()
    }
  }

  /// A field's name and value; nothing when the word has no name.
  static func split(_ word: Bytes) -> (name: String, value: Bytes)? {
    let name = word.prefix { isLetter($0) || isDigit($0) }
    guard let first = name.first, isLetter(first), name.endIndex < word.endIndex,
      word[name.endIndex] == UInt8(ascii: "=")
    else { return nil }
    return (text(name), word[(name.endIndex + 1)...])
  }

  static func split(_ bytes: Bytes, at separator: Unicode.Scalar) -> [Bytes] {
    bytes.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
  }

  static func text(_ bytes: Bytes) -> String { String(decoding: bytes, as: UTF8.self) }

  // MARK: Bytes

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  static func isLowerCase(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
  static func isUpperCase(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
  static func isLetter(_ byte: UInt8) -> Bool { isLowerCase(byte) || isUpperCase(byte) }
  static func isLowerCaseHex(_ byte: UInt8) -> Bool { isDigit(byte) || (97...102).contains(byte) }
  static func isOwnerByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
  /// What may stand in the value of any field, now and later: visible ASCII but brackets.
  static func isValueByte(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "]")
  }
}
