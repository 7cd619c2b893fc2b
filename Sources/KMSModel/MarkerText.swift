/// The grammar of the marker, in one place:
/// `[kmsctl/1 s=<stack>.<uid> o=<8 hex> d=<16 hex>[.<version>] [f=<flags>] [k=<id8>@<date|elsewhere>,…] [rev=<id8>,…] [i=<from>/<to>[@<place>][:<id8>] [r=<run>.<host>.<process>@<date>]]]`.
///
/// A place is eight hex digits. Dates are `YYYYMMDDThhmmssZ`, flags are `p` (protected) and `s` (stand-in), a digest version is
/// written from 2 on. Revoked keys are named once more in `rev`; one that is not recorded means nothing there. Fields stand in this order, each once, one blank between, all in visible ASCII.
///
/// A later version may add fields and flags. Those with a name in lower case are passed on in their
/// place; a capital letter says that they must be understood, as a greater number does.
public enum MarkerText {
  /// The most bytes a marker may take; more recorded keys than fit is a refusal, not a cut.
  public static let maximumBytes = 768

  /// How every marker begins.
  public static let openingText = "[kmsctl/"

  /// A Description with the user's words first and the marker last.
  public static func describe(_ marker: Marker, description: String) -> String {
    let text = write(marker)
    return description.isEmpty ? text : "\(description) \(text)"
  }

  /// The marker as text.
  public static func write(_ marker: Marker) -> String {
    let fields = marker.extras?.fields ?? []
    var words = fields.filter { $0.after.isEmpty }.map(\.text)
    for name in MarkerFields.knownNames {
      if let value = value(of: name, in: marker) { words.append("\(name)=\(value)") }
      words += fields.filter { $0.after == name }.map(\.text)
    }
    return "\(openingText)1 \(words.joined(separator: " "))]"
  }

  private static func value(of name: String, in marker: Marker) -> String? {
    switch name {
    case "s": return "\(marker.owner)"
    case "o": return marker.originHash
    case "d": return write(marker.appliedDigest)
    case "f":
      let known = (marker.isProtected ? "p" : "") + (marker.isStandIn ? "s" : "")
      let flags = known + (marker.extras?.flags ?? "")
      return flags.isEmpty ? nil : flags
    case "k": return marker.keys.isEmpty ? nil : marker.keys.map(write).joined(separator: ",")
    case "rev":
      let revoked = marker.keys.filter(\.isRevoked).map(\.shortID)
      return revoked.isEmpty ? nil : revoked.joined(separator: ",")
    case "i": return marker.intent.map(write)
    case "r": return marker.intent?.run.map(write)
    default: return nil
    }
  }

  static func write(_ digest: AppliedDigest) -> String {
    digest.hex + (digest.version == 1 ? "" : ".\(digest.version)")
  }

  static func write(_ key: RecordedKey) -> String {
    switch key.origin {
    case .delivered(let moment): "\(key.shortID)@\(moment.compact)"
    case .elsewhere: "\(key.shortID)@\(MarkerFields.elsewhere)"
    }
  }

  static func write(_ intent: KeyIntent) -> String {
    let place = intent.place.map { "@\($0)" } ?? ""
    let id = intent.shortID.map { ":\($0)" } ?? ""
    return "\(intent.notBefore.compact)/\(intent.notAfter.compact)\(place)\(id)"
  }

  static func write(_ run: RunClaim) -> String {
    "\(run.run).\(run.host).\(run.process)@\(run.since.compact)"
  }

  /// Finds the marker anywhere in a Description.
  ///
  /// Works on bytes: a combining mark typed next to the marker must not hide it.
  public static func read(_ text: String) -> MarkerReading {
    let bytes = Array(text.utf8)
    let starts = positions(of: Array(openingText.utf8), in: bytes)
    guard let start = starts.first else {
      guard hasStrayBody(bytes) else { return .none(description: text) }
      return .damaged(reason: "the marker has lost its beginning", description: text)
    }
    let words = canonical(decode(bytes[..<start]))
    for start in starts {
      if let newer = newer(bytes[start...], after: bytes[..<start]) { return newer }
    }
    guard starts.count == 1 else {
      return .damaged(reason: "there are \(starts.count) markers", description: words)
    }
    let body = bytes[(start + openingText.utf8.count)...]
    guard let end = body.firstIndex(of: UInt8(ascii: "]")) else {
      return .damaged(reason: "the marker is cut off", description: words)
    }
    let rest = bytes[(end + 1)...]
    let description = [words, canonical(decode(rest))].filter { !$0.isEmpty }
      .joined(separator: " ")
    guard let marker = parse(body[..<end]) else {
      return .damaged(reason: "the marker does not parse", description: description)
    }
    // A bracket that slipped into the marker ends it early: its own one is still to come.
    guard
      rest.first(where: { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "[") })
        != UInt8(ascii: "]")
    else { return .damaged(reason: "the marker ends twice", description: description) }
    guard !hasStrayBody(Array(bytes[..<start])), !hasStrayBody(Array(rest)) else {
      return .damaged(reason: "there is a piece of a second marker", description: description)
    }
    return .marked(marker, description: description)
  }

  /// Whether a damaged marker still tells that it is this owner's: by the owner's name, or by the
  /// hash that binds it to owner and object.
  public static func names(_ owner: Owner, originHash: String, in text: String) -> Bool {
    let bytes = Array(text.utf8)
    let owned = Array("s=\(owner)".utf8)
    let isNamed = positions(of: owned, in: bytes).contains { start in
      bytes[(start + owned.count)...].prefix(1).allSatisfy { !MarkerFields.isOwnerByte($0) }
    }
    return isNamed || !positions(of: Array("o=\(originHash)".utf8), in: bytes).isEmpty
  }

  /// A description as it is compared and sent: without white space at either end, because the
  /// marker is set apart by a blank that cannot be told from the user's.
  public static func canonical(_ description: String) -> String {
    var scalars = description.unicodeScalars[...]
    while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
    while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
    return String(scalars)
  }

  private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func positions(of word: [UInt8], in bytes: [UInt8]) -> [Int] {
    bytes.withUnsafeBufferPointer { bytes in
      var found: [Int] = []
      var start = 0
      while start + word.count <= bytes.count {
        if bytes[start] == word[0], bytes[start..<(start + word.count)].elementsEqual(word) {
          found.append(start)
        }
        start += 1
      }
      return found
    }
  }

  /// The reading when a newer kmsctl wrote the marker that begins here.
  private static func newer(
    _ text: ArraySlice<UInt8>, after before: ArraySlice<UInt8>
  ) -> MarkerReading? {
    let body = text.dropFirst(openingText.utf8.count)
    let end = body.firstIndex(of: UInt8(ascii: "]")) ?? body.endIndex
    guard let unknown = newerPart(of: body[..<end]) else { return nil }
    let words = [before, text[end...].dropFirst()].map { canonical(decode($0)) }
    return .newer(
      NewerMarker(
        unknown: unknown, text: decode(text[..<min(end + 1, text.endIndex)]),
        owner: owner(in: body[..<end])),
      description: words.filter { !$0.isEmpty }.joined(separator: " "))
  }

  /// Whether `o=<8 hex> d=<16 hex>` stands somewhere: a marker whose opening was edited away.
  private static func hasStrayBody(_ bytes: [UInt8]) -> Bool {
    positions(of: Array("o=".utf8), in: bytes).contains { start in
      let parts = MarkerFields.split(bytes[start...].prefix(29), at: " ")
      guard parts.count == 2, parts[1].starts(with: "d=".utf8) else { return false }
      return MarkerFields.hex(parts[0].dropFirst(2), count: 8) != nil
        && MarkerFields.hex(parts[1].dropFirst(2), count: 16) != nil
    }
  }

  private static func parse(_ body: ArraySlice<UInt8>) -> Marker? {
    var words = MarkerFields.split(body, at: " ")[...]
    guard words.popFirst()?.elementsEqual("1".utf8) == true else { return nil }
    var fields = MarkerFields(words)
    guard let owner = fields.take("s").flatMap({ MarkerFields.owner($0) }),
      let hash = fields.take("o").flatMap({ MarkerFields.hex($0, count: 8) }),
      let digest = fields.take("d").flatMap({ MarkerFields.digest($0) })
    else { return nil }
    var marker = Marker(owner: owner, originHash: hash, appliedDigest: digest)
    var extras = MarkerExtras()
    if let value = fields.take("f") {
      guard let flags = MarkerFields.flags(value) else { return nil }
      marker.isProtected = flags.isProtected
      marker.isStandIn = flags.isStandIn
      extras.flags = flags.others
    }
    if let value = fields.take("k") {
      guard let keys = MarkerFields.keys(value) else { return nil }
      marker.keys = keys
    }
    if let value = fields.take("rev") {
      guard let revoked = MarkerFields.shortIDs(value) else { return nil }
      for index in marker.keys.indices where revoked.contains(marker.keys[index].shortID) {
        marker.keys[index].isRevoked = true
      }
    }
    if let value = fields.take("i") {
      guard var intent = MarkerFields.intent(value) else { return nil }
      if let value = fields.take("r") {
        guard let run = MarkerFields.run(value) else { return nil }
        intent.run = run
      }
      marker.intent = intent
    }
    guard fields.isAtEnd() else { return nil }
    extras.fields = fields.others
    if extras != MarkerExtras() { marker.extras = extras }
    return marker
  }
}
