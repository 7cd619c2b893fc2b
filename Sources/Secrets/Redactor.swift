/// Covers secrets in texts that others wrote: errors of libraries and servers, log lines.
///
/// A secret is found as it is and as URLs, forms and JSON write it, in any mixture: which
/// characters are escaped is up to who quotes. It works on bytes, so that nothing that is put
/// behind a secret, a combining mark for one, keeps it from being found.
public struct Redactor: Sendable {
  /// A shorter secret is covered only where it stands alone, or no word would be left of a message.
  static let shortestAnywhere = 8
  /// A secret below this cannot be told from ordinary text.
  static let shortest = 3

  private let secrets: [Secret]

  /// Creates a redactor; the longest secret is looked for first, as it may hold a shorter one.
  public init(_ secrets: [Secret] = []) {
    self.secrets = secrets.filter { $0.byteCount >= Self.shortest }
      .sorted { $0.byteCount > $1.byteCount }
  }

  /// A redactor that covers further secrets, too.
  public func adding(_ more: [Secret]) -> Redactor { Redactor(secrets + more) }

  /// The text with `•••` where a secret stood.
  public func covering(_ text: String) -> String {
    guard !secrets.isEmpty, !text.isEmpty else { return text }
    var bytes = Array(text.utf8)
    var isChanged = false
    for secret in secrets {
      secret.withUnsafeBytes { needle in
        let covered = Self.covering(Array(needle), in: bytes)
        isChanged = isChanged || covered.count != bytes.count || covered != bytes
        bytes = covered
      }
    }
    return isChanged ? String(decoding: bytes, as: UTF8.self) : text
  }

  private static let cover = Array("•••".utf8)

  private static func covering(_ needle: [UInt8], in text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var position = 0
    let standsAlone = needle.count < shortestAnywhere
    while position < text.count {
      if let end = match(needle, in: text, at: position),
        !standsAlone || (isEdge(out.last) && isEdge(end < text.count ? text[end] : nil))
      {
        out += cover
        position = end
      } else {
        out.append(text[position])
        position += 1
      }
    }
    return out
  }

  private static func isEdge(_ byte: UInt8?) -> Bool {
    guard let byte else { return true }
    return !EscapedByte.isWord(byte)
  }

  /// Where a secret that begins here ends, at the latest; nothing when none does.
  ///
  /// A byte such as `%` may stand for itself or begin an escape, so every reading is followed.
  private static func match(_ needle: [UInt8], in text: [UInt8], at start: Int) -> Int? {
    var ends: Set = [start]
    for byte in needle {
      ends = Set(
        ends.flatMap { end in
          EscapedByte.lengths(of: byte, in: text, at: end).map { end + $0 }
        })
      if ends.isEmpty { return nil }
    }
    return ends.max()
  }
}

/// One byte as somebody may have written it.
private enum EscapedByte {
  /// How many bytes of the text may stand for this one; none when another stands there.
  static func lengths(of byte: UInt8, in text: [UInt8], at start: Int) -> [Int] {
    guard start < text.count else { return [] }
    let itself = text[start] == byte ? [1] : []
    return switch text[start] {
    case UInt8(ascii: "%"): itself + percent(byte, text, start)
    case UInt8(ascii: "+"): byte == UInt8(ascii: " ") ? [1] : itself
    case UInt8(ascii: "\\"): itself + backslash(byte, text, start)
    default: itself
    }
  }

  /// `%XX`; an escape that was escaped itself has 25 for each further round.
  private static func percent(_ byte: UInt8, _ text: [UInt8], _ start: Int) -> [Int] {
    var digits = start + 1
    while true {
      if number(text, digits, 2) == UInt32(byte) { return [digits + 2 - start] }
      guard number(text, digits, 2) == UInt32(UInt8(ascii: "%")) else { return [] }
      digits += 2
    }
  }

  private static func backslash(_ byte: UInt8, _ text: [UInt8], _ start: Int) -> [Int] {
    guard start + 1 < text.count else { return [] }
    if text[start + 1] == byte { return [2] }
    guard text[start + 1] == UInt8(ascii: "u"), byte < 0x80 else { return [] }
    return number(text, start + 2, 4) == UInt32(byte) ? [6] : []
  }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: byte >= 0x80
    }
  }

  private static func number(_ text: [UInt8], _ start: Int, _ count: Int) -> UInt32? {
    guard start + count <= text.count else { return nil }
    return UInt32(String(decoding: text[start..<start + count], as: UTF8.self), radix: 16)
  }
}
