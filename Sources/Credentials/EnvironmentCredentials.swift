internal import Secrets

/// Credentials in `ALIBABA_CLOUD_…` variables.
struct EnvironmentCredentials {
  private static let idName = "ALIBABA_CLOUD_ACCESS_KEY_ID"
  private static let secretName = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
  private static let tokenName = "ALIBABA_CLOUD_SECURITY_TOKEN"

  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// The credentials; nothing when none of the variables is set, an error when some are.
  func find() throws(CredentialsError) -> Credentials? {
    let id = value(Self.idName)
    let secret = value(Self.secretName)
    let token = value(Self.tokenName)
    guard let id, let secret else {
      guard id != nil || secret != nil || token != nil else { return nil }
      let present = [(Self.idName, id), (Self.secretName, secret), (Self.tokenName, token)]
        .filter { $0.1 != nil }.map(\.0)
      let absent = [(Self.idName, id), (Self.secretName, secret)].filter { $0.1 == nil }.map(\.0)
      throw CredentialsError(
        .halfSet,
        "\(present.joined(separator: " and ")) \(present.count == 1 ? "is" : "are") set,"
          + " but \(absent.joined(separator: " and ")) \(absent.count == 1 ? "is" : "are") not",
        nextStep: "set both halves of the access key, or unset all of these variables")
    }
    let (hiddenSecret, hiddenToken) = (Secret(secret), token.map { Secret($0) })
    try CredentialText.check(Secret(id), Self.idName)
    try CredentialText.check(hiddenSecret, Self.secretName)
    if let hiddenToken { try CredentialText.check(hiddenToken, Self.tokenName) }
    return Credentials(
      accessKeyID: id, accessKeySecret: hiddenSecret, securityToken: hiddenToken,
      source: "environment (\(Self.idName))",
      providerName: token == nil ? "static_ak" : "static_sts")
  }

  private func value(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// What a key, a secret or a token may look like at all.
enum CredentialText {
  /// Refuses blanks, line ends and anything else that cannot stand in a header.
  static func check(_ text: Secret, _ name: String) throws(CredentialsError) {
    guard text.withUnsafeBytes({ $0.allSatisfy { (0x21...0x7E).contains($0) } }) else {
      throw CredentialsError(
        .badValue, "\(name) holds a blank, a line end or a character that is not ASCII",
        nextStep: "set it again without anything before or after the value")
    }
  }
}
