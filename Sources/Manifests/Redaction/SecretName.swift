import Texts

/// Tells by its name what may hold a secret.
enum SecretName {
  /// Names of this program that are no secrets.
  private static let harmless: Set<String> = [
    "kmssecret", "kubernetessecret", "secretuser", "cryptoservicesecretuser",
  ]
  private static let whole: Set<String> = ["sk", "pw", "psk", "pin", "otp", "pem"]
  private static let parts = [
    "pass", "pwd", "token", "credential", "secret", "private", "apikey", "api_key", "api-key",
    "accesskey", "密码", "密碼", "口令",
  ].map { Array($0.utf8) }

  /// Whether the value under this name may be a secret; misspelt names count, too.
  static func looksSecret(_ name: some StringProtocol) -> Bool {
    looksSecret(bytes: Array(name.utf8)[...])
  }

  /// The same for the bytes of a name.
  static func looksSecret(bytes name: ArraySlice<UInt8>) -> Bool {
    // What an escape stands for is known to YAML only.
    if name.contains(UInt8(ascii: "\\")) { return true }
    let bytes = name.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    let isResource = bytes.starts(with: "secret/".utf8)
    if isResource { return false }
    if contains(anyOf: parts, bytes) {
      return bytes.count > 32 || !harmless.contains(String(decoding: bytes, as: UTF8.self))
    }
    guard bytes.count <= 16, bytes.count >= 2 else { return false }
    let letters = bytes.count { (0x61...0x7A).contains($0) }
    // Only words are compared: a list of addresses holds thousands of other things.
    guard letters >= bytes.count - 2 else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    return whole.contains(text)
      || Suggestion.nearest(to: text, in: ["password", "passphrase"]) != nil
  }

  /// Whether the name alone, without a colon behind it, makes what follows suspicious.
  static func isPassword(bytes name: ArraySlice<UInt8>) -> Bool {
    guard name.count <= 32, looksSecret(bytes: name) else { return false }
    let text = String(decoding: name, as: UTF8.self).lowercased()
    return text != "private" && !text.holds("/")
  }

  private static func contains(anyOf words: [[UInt8]], _ bytes: [UInt8]) -> Bool {
    bytes.indices.contains { index in
      words.contains { word in
        bytes[index] == word[0] && bytes[index...].starts(with: word)
      }
    }
  }
}
