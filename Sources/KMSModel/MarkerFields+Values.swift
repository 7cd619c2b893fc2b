/// The values of the fields this version knows, each with its one form.
extension MarkerFields {
  static func owner(_ value: Bytes) -> Owner? {
    let parts = split(value, at: ".")
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isOwnerByte) }) else {
      return nil
    }
    return Owner(stack: text(parts[0]), uid: text(parts[1]))
  }

  static func hex(_ value: Bytes, count: Int) -> String? {
    guard value.count == count, value.allSatisfy(isLowerCaseHex) else { return nil }
    return text(value)
  }

  static func digest(_ value: Bytes) -> AppliedDigest? {
    let parts = split(value, at: ".")
    guard let hex = parts.first.flatMap({ hex($0, count: 16) }) else { return nil }
    switch parts.count {
    case 1: return AppliedDigest(version: 1, hex: hex)
    case 2:
      let version = text(parts[1])
      guard let number = Int(version), number > 1, String(number) == version else { return nil }
      return AppliedDigest(version: number, hex: hex)
    default: return nil
    }
  }

  /// The known flags, each at most once and in their order, and the letters of a newer kmsctl.
  static func flags(_ value: Bytes) -> (isProtected: Bool, isStandIn: Bool, others: String)? {
    guard !value.isEmpty, value.allSatisfy(isLowerCase), Set(value).count == value.count else {
      return nil
    }
    let known = [UInt8(ascii: "p"), UInt8(ascii: "s")]
    let found = value.filter(known.contains)
    guard found == known.filter(found.contains) else { return nil }
    let others = value.filter { !known.contains($0) }
    return (found.contains(known[0]), found.contains(known[1]), text(others[...]))
  }

  static func keys(_ value: Bytes) -> [RecordedKey]? {
    var keys: [RecordedKey] = []
    for item in split(value, at: ",") {
      guard let key = key(item) else { return nil }
      keys.append(key)
    }
    return keys
  }

  static func key(_ item: Bytes) -> RecordedKey? {
    let parts = split(item, at: "@")
    guard parts.count == 2, let id = hex(parts[0], count: 8) else { return nil }
    let origin = text(parts[1])
    if origin == elsewhere { return RecordedKey(shortID: id, origin: .elsewhere) }
    return Timestamp(compact: origin).map { RecordedKey(shortID: id, origin: .delivered(at: $0)) }
  }

  static let elsewhere = "elsewhere"

  static func shortIDs(_ value: Bytes) -> Set<String>? {
    let ids = split(value, at: ",").map { hex($0, count: 8) }
    guard ids.allSatisfy({ $0 != nil }) else { return nil }
    return Set(ids.compactMap { $0 })
  }

  static func intent(_ value: Bytes) -> KeyIntent? {
    let halves = split(value, at: ":")
    let parts = split(halves[0], at: "@")
    let dates = split(parts[0], at: "/").map { Timestamp(compact: text($0)) }
    guard halves.count <= 2, parts.count <= 2, dates.count == 2, let from = dates[0],
      let to = dates[1]
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

  static func run(_ value: Bytes) -> RunClaim? {
    let halves = split(value, at: "@")
    let parts = split(halves[0], at: ".")
    guard halves.count == 2, parts.count == 3, let run = hex(parts[0], count: 8),
      let host = hex(parts[1], count: 8), let since = Timestamp(compact: text(halves[1])),
      (1...RunClaim.maximumProcessLength).contains(parts[2].count),
      parts[2].allSatisfy({ isLowerCaseHex($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    return RunClaim(run: run, host: host, process: text(parts[2]), since: since)
  }
}
