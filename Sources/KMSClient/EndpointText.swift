internal import Texts

/// What hosts, ports and regions may look like.
enum EndpointText {
  /// Reads `host[:port][/]` with brackets around IPv6; nothing for paths, queries and user names.
  static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    let text = text.rest(before: "/") ?? text
    if let inside = text.rest(after: "[") {
      guard let (address, rest) = inside.halves(at: "]") else { return nil }
      let host = address.lowercased()
      guard host.holds(":"), host.consists({ $0.isASCIIHexDigit || $0 == ":" }) else { return nil }
      return port(rest).map { (host, $0) }
    }
    let end = text.unicodeScalars.firstIndex(of: ":") ?? text.endIndex
    let host = text[..<end].lowercased()
    guard isHostName(host) else { return nil }
    return port(text[end...]).map { (host, $0) }
  }

  /// Refuses a region that could change the host the credentials go to.
  static func region(_ text: String) throws(EndpointError) -> String {
    let words = text.parts(at: "-", keepsEmpty: true)
    let isGood =
      words.count >= 2
      && words.allSatisfy { word in
        !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || isDigit($0) }
      }
    guard isGood, text.utf8.count <= 40 else {
      throw EndpointError("'\(text)' is not a region; regions look like 'cn-hangzhou'")
    }
    return text
  }

  /// An empty rest means no port.
  private static func port(_ rest: Substring) -> Int?? {
    guard !rest.isEmpty else { return .some(nil) }
    guard let digits = rest.rest(after: ":"), (1...5).contains(digits.utf8.count),
      digits.utf8.allSatisfy(isDigit),
      let port = Int(digits), (1...65_535).contains(port)
    else { return nil }
    return .some(port)
  }

  private static func isHostName(_ host: String) -> Bool {
    let labels = host.parts(at: ".", keepsEmpty: true)
    return host.utf8.count <= 253
      && labels.allSatisfy { label in
        !label.isEmpty && !label.begins(with: "-") && !label.ends(with: "-")
          && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || isDigit($0) || $0 == 0x2D }
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
