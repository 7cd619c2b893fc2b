/// The grammar of the marker, in one place:
/// `[kmsctl/1 s=<stack>.<uid> o=<8 hex> d=<16 hex>[.<version>] [f=<flags>] [k=<id8>@<date|elsewhere>,…] [i=<from>/<to>[:<id8>]]]`.
///
/// Dates are `YYYYMMDDThhmmssZ`, flags are `p` (protected) and `s` (stand-in), a digest version is
/// written from 2 on. Fields stand in this order, each once, one blank between.
public enum MarkerText {
  /// The most bytes a marker may take; more recorded keys than fit is a refusal, not a cut.
  public static let maximumBytes = 768

  static let opening = "[kmsctl/"

  /// A Description with the user's words first and the marker last.
  public static func describe(_ marker: Marker, description: String) -> String {
    let text = write(marker)
    return description.isEmpty ? text : "\(description) \(text)"
  }

  /// The marker as text.
  public static func write(_ marker: Marker) -> String {
    var fields = ["s=\(marker.owner)", "o=\(marker.originHash)"]
    let version = marker.appliedDigest.version
    fields.append("d=\(marker.appliedDigest.hex)" + (version == 1 ? "" : ".\(version)"))
    let flags = (marker.isProtected ? "p" : "") + (marker.isStandIn ? "s" : "")
    if !flags.isEmpty { fields.append("f=\(flags)") }
    if !marker.keys.isEmpty {
      fields.append("k=" + marker.keys.map(write).joined(separator: ","))
    }
    if let intent = marker.intent {
      let id = intent.shortID.map { ":\($0)" } ?? ""
      fields.append("i=\(intent.notBefore.compact)/\(intent.notAfter.compact)\(id)")
    }
    return "\(opening)1 \(fields.joined(separator: " "))]"
  }

  private static func write(_ key: RecordedKey) -> String {
    switch key.origin {
    case .delivered(let moment): "\(key.shortID)@\(moment.compact)"
    case .elsewhere: "\(key.shortID)@elsewhere"
    }
  }

  /// Finds the marker anywhere in a Description.
  public static func read(_ text: String) -> MarkerReading {
    let starts = text.ranges(of: opening)
    guard let start = starts.first else { return .none(description: text) }
    let words = trim(String(text[..<start.lowerBound]))
    guard starts.count == 1 else {
      return .damaged(reason: "there are \(starts.count) markers", description: words)
    }
    guard let end = text[start.upperBound...].firstIndex(of: "]") else {
      return .damaged(reason: "the marker is cut off", description: words)
    }
    let rest = trim(String(text[text.index(after: end)...]))
    let description = [words, rest].filter { !$0.isEmpty }.joined(separator: " ")
    guard let marker = parse(text[start.upperBound..<end]) else {
      return .damaged(reason: "the marker does not parse", description: description)
    }
    return .marked(marker, description: description)
  }

  private static func trim(_ text: String) -> String {
    var slice = text[...]
    while slice.last?.isWhitespace == true { slice.removeLast() }
    while slice.first?.isWhitespace == true { slice.removeFirst() }
    return String(slice)
  }

  private static func parse(_ body: Substring) -> Marker? {
    var words = body.split(separator: " ", omittingEmptySubsequences: false)[...]
    guard words.popFirst() == "1" else { return nil }
    var fields = MarkerFields(words)
    guard let owner = fields.take("s").flatMap({ MarkerFields.owner($0) }),
      let hash = fields.take("o").flatMap({ MarkerFields.hex($0, count: 8) }),
      let digest = fields.take("d").flatMap({ MarkerFields.digest($0) })
    else { return nil }
    var marker = Marker(owner: owner, originHash: hash, appliedDigest: digest)
    if let flags = fields.take("f") {
      guard ["p", "s", "ps"].contains(flags) else { return nil }
      marker.isProtected = flags.contains("p")
      marker.isStandIn = flags.contains("s")
    }
    if let list = fields.take("k") {
      guard let keys = MarkerFields.keys(list) else { return nil }
      marker.keys = keys
    }
    if let text = fields.take("i") {
      guard let intent = MarkerFields.intent(text) else { return nil }
      marker.intent = intent
    }
    return fields.isEmpty ? marker : nil
  }
}
