internal import Texts

/// Which proxy a request goes through, decided by the variables that libcurl and most programs obey.
///
/// Decided here and not by libcurl, whose errors quote a URL that it cannot read, password and all.
public struct ProxySettings: Sendable {
  /// What holds for one host.
  public enum Choice: Sendable, Hashable {
    /// No proxy.
    case direct
    /// The proxy that a variable names.
    case through(url: String, variable: String)
    /// A variable that names a proxy in a way nobody can follow; the problem quotes nothing of it.
    case malformed(variable: String, problem: String)
  }

  /// The variables that may name a proxy; `HTTP_PROXY` is not obeyed, but holds one all the same.
  public static let variables = [
    "https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY",
  ]

  private let environment: [String: String]

  /// Reads variables.
  public init(environment: [String: String]) { self.environment = environment }

  /// The choice for a host, without port and brackets; loopback hosts never have a proxy.
  public func choice(host: String, isEncrypted: Bool) -> Choice {
    guard !LoopbackHost.contains(host),
      let (variable, url) = proxy(isEncrypted ? Self.forHTTPS : Self.forHTTP),
      !ProxyExceptions(value("no_proxy") ?? value("NO_PROXY") ?? "").contain(host)
    else { return .direct }
    guard let problem = ProxyURL.problem(of: url) else {
      return .through(url: url, variable: variable)
    }
    return .malformed(variable: variable, problem: problem)
  }

  // A server may be made to set HTTP_PROXY by a request's header, so libcurl does not obey it.
  private static let forHTTP = ["http_proxy", "all_proxy", "ALL_PROXY"]
  private static let forHTTPS = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

  private func proxy(_ names: [String]) -> (variable: String, url: String)? {
    for name in names {
      if let url = value(name) { return (name, url) }
    }
    return nil
  }

  private func value(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// The hosts of `NO_PROXY`: names with what is below them, addresses, blocks, or `*` for all.
struct ProxyExceptions {
  private let entries: [Substring]

  init(_ text: String) {
    entries = text.unicodeScalars.split { $0 == "," || $0 == " " || $0 == "\t" }.map {
      Substring($0)
    }
  }

  func contain(_ host: String) -> Bool {
    let host = Self.bare(host[...])
    return entries.contains { entry in
      if entry == "*" { return true }
      if let block = AddressBlock(entry), let address = AddressBlock(host[...]) {
        return block.contains(address)
      }
      let name = Self.bare(Substring(entry.unicodeScalars.drop { $0 == "." }))
      return !name.isEmpty && (host == name || host.ends(with: "." + name))
    }
  }

  private static func bare(_ text: Substring) -> String {
    let text = text.rest(before: ".") ?? text
    return text.replacing(text: "[", by: "").replacing(text: "]", by: "").lowercased()
  }
}

/// An IPv4 address or block.
private struct AddressBlock {
  private var address: UInt32
  private var bits: Int

  init?(_ text: Substring) {
    let halves = text.parts(at: "/", keepsEmpty: true)
    let parts = halves.first?.parts(at: ".", keepsEmpty: true) ?? []
    let bytes = parts.compactMap { UInt8($0) }
    let bits = halves.count == 2 ? Int(halves[1]) : 32
    guard (1...2).contains(halves.count), parts.count == 4, bytes.count == 4,
      let bits, (0...32).contains(bits)
    else { return nil }
    address = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    self.bits = bits
  }

  func contains(_ other: AddressBlock) -> Bool {
    bits == 0 || (address ^ other.address) >> (32 - bits) == 0
  }
}
