/// Text looked at as the scalars it is made of.
///
/// Swift compares texts by canonical equivalence and takes them apart by `Character`: with a mark or
/// a joiner behind it a quote is no quote any more, CR LF is one sign, and a Kelvin sign equals a K.
/// Whatever is a matter of bytes (the wire, files, paths, what other programs read) goes through
/// these; `scripts/check-text.py` finds what does not.
extension StringProtocol {
  /// Whether the bytes are the same.
  package func isSame(as other: some StringProtocol) -> Bool {
    utf8.elementsEqual(other.utf8)
  }

  /// Whether it starts with these bytes.
  package func begins(with beginning: some StringProtocol) -> Bool {
    utf8.starts(with: beginning.utf8)
  }

  /// Whether it stops with these bytes.
  package func ends(with ending: some StringProtocol) -> Bool {
    let (whole, part) = (utf8, ending.utf8)
    guard whole.count >= part.count else { return false }
    return whole.suffix(part.count).elementsEqual(part)
  }

  /// What stands behind a beginning; nothing when it begins otherwise.
  package func rest(after beginning: some StringProtocol) -> SubSequence? {
    guard begins(with: beginning) else { return nil }
    return self[utf8.index(startIndex, offsetBy: beginning.utf8.count)...]
  }

  /// What stands before an ending; nothing when it ends otherwise.
  package func rest(before ending: some StringProtocol) -> SubSequence? {
    guard ends(with: ending) else { return nil }
    return self[..<utf8.index(endIndex, offsetBy: -ending.utf8.count)]
  }

  /// What stands before the first place of these bytes; nothing when they are not there.
  package func start(before part: some StringProtocol) -> SubSequence? {
    ByteSearch(part).first(in: utf8).map { self[..<$0.lowerBound] }
  }

  /// What stands behind the first place of these bytes; nothing when they are not there.
  package func rest(behind part: some StringProtocol) -> SubSequence? {
    ByteSearch(part).first(in: utf8).map { self[$0.upperBound...] }
  }

  /// Whether a sign stands anywhere in it.
  package func holds(_ sign: Unicode.Scalar) -> Bool { unicodeScalars.contains(sign) }

  /// Whether these bytes stand anywhere in it.
  package func holds(text part: some StringProtocol) -> Bool {
    ByteSearch(part).first(in: utf8) != nil
  }

  /// The parts between the places where a sign stands.
  package func parts(
    at sign: Unicode.Scalar, atMost count: Int = .max, keepsEmpty: Bool = false
  ) -> [SubSequence] {
    unicodeScalars.split(
      separator: sign, maxSplits: count == .max ? count : count - 1,
      omittingEmptySubsequences: !keepsEmpty
    ).map { self[$0.startIndex..<$0.endIndex] }
  }

  /// What stands before and behind the first place of a sign; nothing when it is not there.
  package func halves(at sign: Unicode.Scalar) -> (before: SubSequence, behind: SubSequence)? {
    guard let place = unicodeScalars.firstIndex(of: sign) else { return nil }
    return (self[..<place], self[unicodeScalars.index(after: place)...])
  }

  /// The text with other bytes wherever these stand.
  package func replacing(text old: some StringProtocol, by new: some StringProtocol) -> String {
    let bytes = Array(utf8)
    let part = Array(old.utf8)
    guard !part.isEmpty else { return String(self) }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      if bytes[place] == part[0], bytes[place...].starts(with: part) {
        out += new.utf8
        place += part.count
      } else {
        out.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Whether all of its scalars are such; of an empty text they are.
  package func consists(_ isMeant: (Unicode.Scalar) -> Bool) -> Bool {
    unicodeScalars.allSatisfy(isMeant)
  }

  /// The text without blanks, tabs and line ends at either end.
  package var withoutEdges: String {
    let isEdge: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
    var scalars = Substring(self).unicodeScalars
    while scalars.last.map(isEdge) == true { scalars.removeLast() }
    return String(Substring(scalars.drop(while: isEdge)))
  }
}

/// Looks for bytes in bytes.
private struct ByteSearch {
  private let part: [UInt8]

  init(_ part: some StringProtocol) { self.part = Array(part.utf8) }

  func first<Text: Collection<UInt8>>(in text: Text) -> Range<Text.Index>? {
    guard let first = part.first else { return text.startIndex..<text.startIndex }
    var rest = text[...]
    while let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: part) {
        return place..<text.index(place, offsetBy: part.count)
      }
      rest = rest.dropFirst()
    }
    return nil
  }
}

extension Unicode.Scalar {
  /// `A` to `Z` or `a` to `z`.
  package var isASCIILetter: Bool { isASCII && properties.isAlphabetic }

  /// `0` to `9`.
  package var isASCIIDigit: Bool { ("0"..."9").contains(self) }

  /// One of the two.
  package var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

  /// `0` to `9`, `a` to `f` or `A` to `F`.
  package var isASCIIHexDigit: Bool { properties.isASCIIHexDigit }
}
