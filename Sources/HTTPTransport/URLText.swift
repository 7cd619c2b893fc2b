internal import Texts

/// A URL taken apart without believing that it is one.
public struct URLText: Sendable {
  /// What stands before `://`, if anything does.
  let scheme: Substring?
  /// Up to the first `/`, `?` or `#`: `[user[:password]@]host[:port]`.
  let authority: Substring
  /// What follows.
  let afterAuthority: Substring
  private let rest: Substring

  /// Takes a text apart.
  public init(_ text: String) {
    if let (before, behind) = text.halves(at: ":"), Self.isScheme(before),
      let behind = behind.rest(after: "//")
    {
      scheme = before
      rest = behind
    } else {
      scheme = nil
      rest = text[...]
    }
    let end = rest.unicodeScalars.firstIndex { "/?#".holds($0) } ?? rest.endIndex
    authority = rest[..<end]
    afterAuthority = rest[end...]
  }

  /// User and password under every reading: all that stands before the last `@`.
  public var userInfo: Substring? {
    rest.unicodeScalars.lastIndex(of: "@").map { rest[..<$0] }
  }

  /// The text without user and password.
  public static func covered(_ text: String) -> String {
    let url = URLText(text)
    guard let userInfo = url.userInfo else { return text }
    let head = url.scheme.map { "\($0)://" } ?? ""
    return "\(head)•••\(url.rest[userInfo.endIndex...])"
  }

  /// The bytes of a text with `%XX` decoded; what is not of that form stays.
  public static func decoded(_ text: some StringProtocol) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        decoded.append(byte)
        continue
      }
      rest = rest.dropFirst(2)
      decoded.append(value)
    }
    return decoded
  }

  /// Takes `host[:port]` apart; nothing when brackets do not close.
  static func hostAndPort(_ text: Substring) -> (host: Substring, port: Substring)? {
    if let inside = text.rest(after: "[") {
      guard let (host, rest) = inside.halves(at: "]") else { return nil }
      return rest.isEmpty ? (host, "") : rest.rest(after: ":").map { (host, $0) }
    }
    return text.halves(at: ":").map { ($0.before, $0.behind) } ?? (text, "")
  }

  private static func isScheme(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  static func isOfHost(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"):
      true
    default: byte >= 0x80
    }
  }
}
