/// One way to damage a file, as editors, merges and disks do.
enum Corruption: CaseIterable {
  case flipByte
  case deleteBytes
  case duplicateLine
  case truncate
  case insertCharacter
  case swapLines

  private static let significant = Array(":-{}[]&*!|>'\"%@`#,?\t\n\r \u{0}\u{7F}".utf8)

  func apply(to bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    guard !bytes.isEmpty else { return bytes }
    var bytes = bytes
    let index = Int.random(in: bytes.indices, using: &random)
    switch self {
    case .flipByte: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case .deleteBytes:
      let end = min(bytes.count, index + Int.random(in: 1...24, using: &random))
      bytes.removeSubrange(index..<end)
    case .truncate: bytes.removeSubrange(index...)
    case .insertCharacter:
      if let byte = Self.significant.randomElement(using: &random) { bytes.insert(byte, at: index) }
    case .duplicateLine, .swapLines:
      var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let one = Int.random(in: lines.indices, using: &random)
      let other = Int.random(in: lines.indices, using: &random)
      if self == .swapLines {
        lines.swapAt(one, other)
      } else {
        lines.insert(lines[one], at: other)
      }
      bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }
    return bytes
  }
}
