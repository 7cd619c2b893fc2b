internal import FoundationEssentials
internal import HTTPTransport
public import Secrets
internal import Texts

/// The secrets that a process's environment holds, as far as names and forms tell them.
public enum EnvironmentSecrets {
  /// Finds them: access keys and tokens, passwords in URLs of proxies and others, what is named like
  /// a secret, and the variables that the caller knows to be secrets.
  public static func all(
    in environment: [String: String], alsoNamed names: Set<String> = []
  ) -> [Secret] {
    var texts: Set<String> = []
    for (name, value) in environment where !value.isEmpty {
      if names.contains(name) || isNamedLikeASecret(name, value) { texts.insert(value) }
      texts.formUnion(inURL(value, isProxy: ProxySettings.variables.contains(name)))
    }
    return texts.map { Secret($0) }
  }

  /// The user and password of a URL, and the password alone, as written and as meant.
  ///
  /// A proxy's URL need not have a scheme; where it is not one, whatever may be meant counts.
  static func inURL(_ text: String, isProxy: Bool = false) -> Set<String> {
    guard isProxy || text.holds(text: "://") else { return [] }
    let url = URLText(text)
    guard let userInfo = url.userInfo else { return [] }
    var found: Set = [String(userInfo)]
    let (user, password) = userInfo.halves(at: ":") ?? (userInfo, "")
    for text in [user, password] {
      // A user name may be an ordinary word; a long one, or a token in its place, is none.
      guard text == password || text.utf8.count >= longestOrdinaryName else { continue }
      found.insert(String(text))
      found.insert(String(decoding: URLText.decoded(text), as: UTF8.self))
    }
    if isProxy || userInfo.holds("@") { found.formUnion(pieces(of: password)) }
    let plain = [user, password].map { String(decoding: URLText.decoded($0), as: UTF8.self) }
    found.insert(Data(plain.joined(separator: ":").utf8).base64EncodedString())
    return found.filter { !$0.isEmpty }
  }

  /// The parts of a password that somebody may take for a host, a port or a path.
  private static func pieces(of password: Substring) -> Set<String> {
    let pieces = password.unicodeScalars.split { "@/?#: ".holds($0) }.map { Substring($0) }
    return pieces.count < 2 ? [] : Set(pieces.filter { $0.utf8.count >= 4 }.map { String($0) })
  }

  private static let longestOrdinaryName = 12
  private static let shortestNamed = 8
  private static let words = [
    "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "CREDENTIAL", "PRIVATE_KEY", "API_KEY",
    "APIKEY", "ACCESS_KEY",
  ]
  /// What is about a secret and none itself.
  private static let endings = [
    "_FILE", "_PATH", "_DIR", "_DIRECTORY", "_URL", "_URI", "_ARN", "_NAME", "_ID", "_ENDPOINT",
    "_DISABLED", "_HOME", "_TTL",
  ]

  private static func isNamedLikeASecret(_ name: String, _ value: String) -> Bool {
    let name = name.uppercased()
    guard words.contains(where: { name.holds(text: $0) }) else { return false }
    return value.utf8.count >= shortestNamed && !endings.contains { name.ends(with: $0) }
  }
}
