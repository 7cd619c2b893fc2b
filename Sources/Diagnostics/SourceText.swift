/// The text of one file, by line.
public struct SourceText: Sendable {
  /// The lines without their line ends.
  public var lines: [String]

  /// Splits a text at LF, CRLF or CR, and at nothing else: as YAML 1.2 and editors do.
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// Splits UTF-8; what is not UTF-8 is replaced.
  public init(_ bytes: [UInt8]) {
    lines = []
    var start = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
        index += 1
        continue
      }
      lines.append(String(decoding: bytes[start..<index], as: UTF8.self))
      let isPair =
        byte == UInt8(ascii: "\r") && index + 1 < bytes.count
        && bytes[index + 1] == UInt8(ascii: "\n")
      index += isPair ? 2 : 1
      start = index
    }
    lines.append(String(decoding: bytes[start...], as: UTF8.self))
  }

  /// The line with this 1-based number, or nothing beyond the end.
  public func line(_ number: Int) -> String? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }
}
