import Diagnostics

/// Bytes proved to be UTF-8 that libyaml reads without complaint, a leading byte order mark removed.
struct YAMLText {
  let bytes: [UInt8]

  init(_ input: [UInt8], file: String) throws(YAMLFailure) {
    let start = SourceLocation(file: file, line: 1, column: 1)
    guard input.count <= YAMLLimits.maximumBytes else {
      throw YAMLFailure(
        .limit, "the file is larger than 1 MiB", at: start,
        notes: [Diagnostic.Note("split it into several files; directories are read recursively")])
    }
    if let name = Self.foreignEncoding(input) {
      throw YAMLFailure(
        .encoding, "the file is \(name), expected UTF-8", at: start,
        notes: [Diagnostic.Note("convert it, for example with 'iconv -t UTF-8'")])
    }
    bytes = Self.withoutByteOrderMark(input)
    try Self.checkTagDirectives(bytes, at: start)
    if bytes.allSatisfy(Self.isPlainASCII) { return }
    var place = start
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var previous: UInt32 = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return
      case .error:
        throw YAMLFailure(
          .encoding, "the file is not valid UTF-8 here", at: place,
          notes: [Diagnostic.Note("save it as UTF-8")])
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        try Self.check(scalar, at: place)
        Self.advance(&place, over: scalar.value, after: previous)
        previous = scalar.value
      }
    }
  }

  /// The bytes without a leading byte order mark.
  static func withoutByteOrderMark(_ input: [UInt8]) -> [UInt8] {
    input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input.dropFirst(3)) : input
  }

  /// Counts lines as libyaml and editors do; what they see differently is refused.
  private static func advance(
    _ place: inout SourceLocation, over scalar: UInt32, after previous: UInt32
  ) {
    switch scalar {
    case 0x0A where previous == 0x0D: break
    case 0x0A, 0x0D:
      place.line += 1
      place.column = 1
    default: place.column += 1
    }
  }

  private static func check(
    _ scalar: Unicode.Scalar, at place: SourceLocation
  ) throws(YAMLFailure) {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE,
      0xFF00...0xFFFD, 0x10000...0x10FFFF:
      return
    case 0x85, 0x2028, 0x2029:
      throw lineEnd(scalar, at: place)
    case 0:
      throw YAMLFailure(
        .controlCharacter, "a NUL byte, expected text", at: place,
        notes: [Diagnostic.Note("the file may be damaged or not a text file")])
    case 0xFEFF:
      throw YAMLFailure(
        .controlCharacter, "a byte order mark inside the file, expected one at its start at most",
        at: place)
    default:
      throw YAMLFailure(
        .controlCharacter, "the control character \(name(of: scalar)) is not allowed", at: place,
        notes: [
          Diagnostic.Note("inside double quotes it can be written as an escape, as in \"\\e\"")
        ]
      )
    }
  }

  /// YAML 1.1, and libyaml with it, ends a line here; YAML 1.2 and editors do not. A comment would
  /// end in the middle for the one and not for the other.
  private static func lineEnd(_ scalar: Unicode.Scalar, at place: SourceLocation) -> YAMLFailure {
    let escape = ["\u{85}": "\\N", "\u{2028}": "\\L", "\u{2029}": "\\P"][String(scalar)] ?? ""
    return YAMLFailure(
      .controlCharacter,
      "the character \(name(of: scalar)) is not allowed: it ends a line in YAML 1.1 only",
      at: place,
      notes: [Diagnostic.Note("inside double quotes it can be written as \"\(escape)\"")])
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  /// libyaml compares every '%TAG' with all before it, and puts its prefix before every tag.
  private static func checkTagDirectives(
    _ bytes: [UInt8], at start: SourceLocation
  ) throws(YAMLFailure) {
    let word = Array("%TAG".utf8)
    var place = start
    var count = 0
    for index in bytes.indices {
      let isLineStart = index == 0 || bytes[index - 1] == 0x0A || bytes[index - 1] == 0x0D
      guard isLineStart else { continue }
      if index > 0, !(bytes[index - 1] == 0x0A && index > 1 && bytes[index - 2] == 0x0D) {
        place.line += 1
      }
      guard bytes[index] == word[0], bytes[index...].starts(with: word) else { continue }
      count += 1
      let length = bytes[index...].prefix(YAMLLimits.maximumTagDirectiveBytes + 1)
        .prefix { $0 != 0x0A && $0 != 0x0D }.count
      guard
        count > YAMLLimits.maximumTagDirectives || length > YAMLLimits.maximumTagDirectiveBytes
      else { continue }
      throw YAMLFailure(
        .limit,
        "expected at most \(YAMLLimits.maximumTagDirectives) '%TAG' lines, each of at most"
          + " \(YAMLLimits.maximumTagDirectiveBytes) bytes",
        at: place, notes: [Diagnostic.Note("remove them; no tag of theirs is supported")])
    }
  }

  private static func isPlainASCII(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func foreignEncoding(_ bytes: [UInt8]) -> String? {
    let head = Array(bytes.prefix(4))
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      return "UTF-32"
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    // Without a byte order mark, ASCII text in UTF-16 has a zero in every other byte.
    guard head.count == 4 else { return nil }
    let isZero = head.map { $0 == 0 }
    return isZero == [true, false, true, false] || isZero == [false, true, false, true]
      ? "UTF-16" : nil
  }
}
