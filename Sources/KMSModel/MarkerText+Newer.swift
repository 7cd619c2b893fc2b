/// What tells a marker of a newer kmsctl from a damaged one (decision 24).
extension MarkerText {
  /// What this program does not know in a marker, when a newer one wrote it.
  ///
  /// `body` is what stands after the opening, up to the closing bracket or, where that is lost, to
  /// the end: what is newer and cut off is not this program's to mend.
  static func newerPart(of body: MarkerFields.Bytes) -> String? {
    let words = MarkerFields.split(body, at: " ")
    guard let number = words.first else { return nil }
    if isNewer(number) { return "number \(excerpt(number))" }
    guard MarkerFields.text(number) == "1" else { return nil }
    for (name, value) in words.dropFirst().compactMap({ MarkerFields.split($0) }) {
      if name.utf8.first.map(MarkerFields.isUpperCase) == true { return "field '\(name)='" }
      if name == "f", let flag = newerFlag(value) { return "flag '\(flag)'" }
      if name == "k", let origin = newerOrigin(value) { return "'@\(origin)' of a client key" }
    }
    return nil
  }

  /// Whether this is a number that is greater than ours: `2`, `10`, `1.1`, `2-beta`.
  private static func isNewer(_ number: MarkerFields.Bytes) -> Bool {
    let digits = number.prefix(while: MarkerFields.isDigit)
    let rest = number[digits.endIndex...]
    guard let first = digits.first, first != UInt8(ascii: "0") else { return false }
    if digits.count > 1 || first > UInt8(ascii: "1") { return true }
    return rest.first == UInt8(ascii: ".")
      && rest.dropFirst().first.map(MarkerFields.isDigit) == true
  }

  /// A capital letter among letters: what it says must be understood.
  private static func newerFlag(_ value: MarkerFields.Bytes) -> String? {
    guard value.allSatisfy(MarkerFields.isLetter) else { return nil }
    return value.first(where: MarkerFields.isUpperCase).map { MarkerFields.text([$0]) }
  }

  /// A word where a date or `elsewhere` stands: what a key's record means decides whether it may
  /// be deleted, so it is never guessed.
  private static func newerOrigin(_ value: MarkerFields.Bytes) -> String? {
    for item in MarkerFields.split(value, at: ",") {
      let parts = MarkerFields.split(item, at: "@")
      guard parts.count == 2, MarkerFields.hex(parts[0], count: 8) != nil, parts[1].count > 1,
        parts[1].allSatisfy(MarkerFields.isLowerCase),
        // Cut short, the known word is damage.
        !MarkerFields.elsewhere.utf8.starts(with: parts[1])
      else { continue }
      return excerpt(parts[1])
    }
    return nil
  }

  private static func excerpt(_ bytes: MarkerFields.Bytes) -> String {
    MarkerFields.text(bytes.prefix(20)) + (bytes.count > 20 ? "…" : "")
  }

  /// Whose a newer marker is, where a word says so as this version writes it.
  static func owner(in body: MarkerFields.Bytes) -> Owner? {
    MarkerFields.split(body, at: " ").lazy.compactMap { MarkerFields.split($0) }
      .first { $0.name == "s" }.flatMap { MarkerFields.owner($0.value) }
  }
}
