internal import Texts

/// The form of a proxy's URL, as every program reads it alike.
enum ProxyURL {
  private static let schemes: Set<String> = [
    "http", "https", "socks4", "socks4a", "socks5", "socks5h",
  ]

  /// What is wrong with a proxy's URL, without a word of it; nothing when it is right.
  static func problem(of text: String) -> String? {
    let scalars = text.unicodeScalars
    guard scalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F }) else {
      return "it holds a blank or a control character"
    }
    let url = URLText(text)
    if let scheme = url.scheme, !schemes.contains(scheme.lowercased()) {
      return "its scheme is not one that a proxy has: http, https, socks4 or socks5"
    }
    guard !url.afterAuthority.holds("@") else {
      return "its user or password holds '/', '?' or '#', which a URL writes as %2F, %3F or %23"
    }
    guard url.afterAuthority.consists({ $0 != "?" && $0 != "#" }) else {
      return "it holds '?' or '#', which the URL of a proxy never does"
    }
    let parts = url.authority.parts(at: "@", keepsEmpty: true)
    guard parts.count <= 2 else {
      return "its user or password holds '@', which a URL writes as %40"
    }
    guard parts.count == 1 || URLText.decoded(parts[0]).allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else { return "its user or password holds a control character" }
    return problem(ofPlace: parts.last ?? "")
  }

  /// Judges `host[:port]`.
  private static func problem(ofPlace place: Substring) -> String? {
    guard let (host, port) = URLText.hostAndPort(place), !host.isEmpty else {
      return "it names no host"
    }
    guard host.utf8.allSatisfy(URLText.isOfHost) else { return "its host is not a name" }
    guard port.isEmpty || (1...65_535).contains(UInt32(port) ?? 0) else {
      return "its port is not a number from 1 to 65535"
    }
    return nil
  }
}
