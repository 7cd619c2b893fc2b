/// The fields of a marker's text, taken in order.
struct MarkerFields {
  private var words: ArraySlice<Substring>

  init(_ words: ArraySlice<Substring>) { self.words = words }

  var isEmpty: Bool { words.isEmpty }

  /// Takes the next field when it has this letter.
  mutating func take(_ letter: String) -> Substring? {
    guard let word = words.first, word.hasPrefix("\(letter)=") else { return nil }
    words.removeFirst()
    return word.dropFirst(2)
  }

  static func owner(_ text: Substring) -> Owner? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isOwnerCharacter) })
    else { return nil }
    return Owner(stack: String(parts[0]), uid: String(parts[1]))
  }

  static func hex(_ text: Substring, count: Int) -> String? {
    let bytes = text.utf8
    guard bytes.count == count, bytes.allSatisfy(isLowerCaseHex) else { return nil }
    return String(text)
  }

  static func digest(_ text: Substring) -> AppliedDigest? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let hex = parts.first.flatMap({ hex($0, count: 16) }) else { return nil }
    switch parts.count {
    case 1: return AppliedDigest(version: 1, hex: hex)
    case 2:
      guard let version = Int(parts[1]), version > 1, String(version) == parts[1] else {
        return nil
      }
      return AppliedDigest(version: version, hex: hex)
    default: return nil
    }
  }

  static func keys(_ text: Substring) -> [RecordedKey]? {
    var keys: [RecordedKey] = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2, let id = hex(parts[0], count: 8) else { return nil }
      if parts[1] == "elsewhere" {
        keys.append(RecordedKey(shortID: id, origin: .elsewhere))
      } else if let moment = Timestamp(compact: String(parts[1])) {
        keys.append(RecordedKey(shortID: id, origin: .delivered(at: moment)))
      } else {
        return nil
      }
    }
    return keys
  }

  static func intent(_ text: Substring) -> KeyIntent? {
    let halves = text.split(separator: ":", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: "@", omittingEmptySubsequences: false)
    let dates = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2, parts.count <= 2, dates.count == 2,
      let from = Timestamp(compact: String(dates[0])), let to = Timestamp(compact: String(dates[1]))
    else { return nil }
    var intent = KeyIntent(notBefore: from, notAfter: to)
    if parts.count == 2 {
      guard let place = hex(parts[1], count: 8) else { return nil }
      intent.place = place
    }
    if halves.count == 2 {
      guard let id = hex(halves[1], count: 8) else { return nil }
      intent.shortID = id
    }
    return intent
  }

  static func run(_ text: Substring) -> RunClaim? {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count == 2, parts.count == 3, let run = hex(parts[0], count: 8),
      let host = hex(parts[1], count: 8), let since = Timestamp(compact: String(halves[1])),
      (1...RunClaim.maximumProcessLength).contains(parts[2].utf8.count),
      parts[2].utf8.allSatisfy({ isLowerCaseHex($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    return RunClaim(run: run, host: host, process: String(parts[2]), since: since)
  }

  private static func isLowerCaseHex(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102)
  }

  static func isOwnerCharacter(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_".contains(character))
  }
}
