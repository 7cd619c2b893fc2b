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
    bytes = input.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(input.dropFirst(3)) : input
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

  /// Counts lines as libyaml does.
  private static func advance(
    _ place: inout SourceLocation, over scalar: UInt32, after previous: UInt32
  ) {
    switch scalar {
    case 0x0A where previous == 0x0D: break
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029:
      place.line += 1
      place.column = 1
    default: place.column += 1
    }
  }

  private static func check(
    _ scalar: Unicode.Scalar, at place: SourceLocation
  ) throws(YAMLFailure) {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
      0x10000...0x10FFFF:
      return
    case 0:
      throw YAMLFailure(
        .controlCharacter, "a NUL byte, expected text", at: place,
        notes: [Diagnostic.Note("the file may be damaged or not a text file")])
    case 0xFEFF:
      throw YAMLFailure(
        .controlCharacter, "a byte order mark inside the file, expected one at its start at most",
        at: place)
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      throw YAMLFailure(
        .controlCharacter, "the control character \(name) is not allowed", at: place,
        notes: [
          Diagnostic.Note("inside double quotes it can be written as an escape, as in \"\\e\"")
        ]
      )
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
