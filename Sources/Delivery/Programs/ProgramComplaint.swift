internal import Cryptography
internal import Glibc
public import Secrets
internal import Texts

extension ProgramOutcome {
  /// The last lines of its standard error on one line, without secrets.
  ///
  /// Covered are the given secrets and their base64, whole or in pieces of six characters and more,
  /// and every run of 40 or more base64 characters: a key in whatever form.
  public func complaint(hiding secrets: [Secret] = []) -> String {
    let forms = secrets + secrets.flatMap(Self.base64Forms)
    var bytes = errorText.withUnsafeBytes { [UInt8]($0) }
    defer { bytes.wipe() }
    let covered = Self.covered(in: bytes, hiding: forms)
    var lines = Self.lines(bytes, covered)
    // The first line of a text that was cut may begin in the middle of a secret.
    if bytes.count >= AllowedPrograms.errorLimit, lines.count > 1 { lines.removeFirst() }
    return lines.filter { !$0.isEmpty }.suffix(Self.shownLines)
      .map { String($0.unicodeScalars.prefix(Self.shownCharacters)) }.joined(separator: " / ")
  }

  private static let shownLines = 3
  private static let shownCharacters = 200
  /// The shortest piece of a secret that is recognised.
  private static let piece = 6
  private static let longestRun = 40

  /// The base64 of a secret at each of the three places it can have in a longer text.
  private static func base64Forms(of secret: Secret) -> [Secret] {
    (0..<3).compactMap { offset in
      guard secret.byteCount > offset else { return nil }
      return secret.withUnsafeBytes { bytes in
        let whole = (bytes.count - offset) / 3 * 3
        return Base64.encode(
          Secret(copying: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + whole])))
      }
    }
  }

  private static func covered(in bytes: [UInt8], hiding secrets: [Secret]) -> [Bool] {
    var covered = [Bool](repeating: false, count: bytes.count)
    func cover(_ range: Range<Int>) { for index in range { covered[index] = true } }
    for secret in secrets where secret.byteCount >= piece && bytes.count >= piece {
      secret.withUnsafeBytes { hidden in
        for start in 0...(bytes.count - piece) {
          let isHere = bytes.withUnsafeBytes { text in
            holds(hidden, UnsafeRawBufferPointer(rebasing: text[start..<start + piece]))
          }
          if isHere { cover(start..<start + piece) }
        }
      }
    }
    var start = 0
    for end in 0...bytes.count where end == bytes.count || !isBase64(bytes[end]) {
      if end - start >= longestRun { cover(start..<end) }
      start = end + 1
    }
    return covered
  }

  private static func holds(
    _ bytes: UnsafeRawBufferPointer, _ part: UnsafeRawBufferPointer
  ) -> Bool {
    guard var place = bytes.baseAddress, let part = part.baseAddress else { return false }
    let end = place + bytes.count
    let first = Int32(part.loadUnaligned(as: UInt8.self))
    while end - place >= piece, let found = memchr(place, first, end - place - piece + 1) {
      if memcmp(found, part, piece) == 0 { return true }
      place = UnsafeRawPointer(found) + 1
    }
    return false
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// The lines with `•••` for what is covered and a blank for what a terminal would obey.
  private static func lines(_ bytes: [UInt8], _ covered: [Bool]) -> [String] {
    var lines: [[UInt8]] = [[]]
    for (index, byte) in bytes.enumerated() {
      if covered[index] {
        if index == 0 || !covered[index - 1] {
          lines[lines.count - 1] += Secret("").description.utf8
        }
      } else if byte == UInt8(ascii: "\n") {
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: " ") : byte)
      }
    }
    return lines.map { line in
      let text = String(decoding: line, as: UTF8.self)
      let harmless = text.unicodeScalars.filter { !TerminalText.isHidden($0) }
      return String(String.UnicodeScalarView(harmless))
    }
  }
}
