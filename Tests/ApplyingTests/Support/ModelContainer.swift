internal import Applying
internal import Cryptography
internal import KMSModel
internal import Secrets

/// Made-up private halves for tests of the order of things, which take no time to make.
///
/// They are opened as strictly as real ones: another text is no container, and another password
/// does not open it.
enum ModelContainer {
  private static let beginning = "PRIVATE-HALF-"

  static func certificate(of id: String) -> String { "certificate of \(id)" }

  static func make(_ id: String, password: Secret) -> Secret {
    Secret("\(beginning)\(id) \(lock(password))")
  }

  /// Opens made-up containers, and real ones with libcrypto.
  static let opener: ContainerOpener = { (container, password) throws(PKCS12Error) in
    let text = container.withUnsafeText { $0 }
    guard text.hasPrefix(beginning) else {
      return try PKCS12.open(container, password: password)
    }
    let words = text.dropFirst(beginning.count).split(separator: " ")
    guard words.count == 2, words[0].hasPrefix("KAAP.") else {
      throw PKCS12Error(.malformed, "no made-up container")
    }
    guard words[1] == lock(password) else {
      throw PKCS12Error(.wrongPassword, "another password")
    }
    return PKCS12Contents(
      certificatePEM: certificate(of: String(words[0])), hasPrivateKey: true, privateKeyCount: 1)
  }

  private static func lock(_ password: Secret) -> String {
    String(Digest.hex(password.withUnsafeBytes { Digest.sha256(Array($0)) }).prefix(16))
  }
}
