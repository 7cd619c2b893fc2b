internal import Secrets

/// One profile of the aliyun CLI, as far as kmsctl uses it.
public struct CLIProfile: Sendable {
  /// The profile's name.
  public let name: String
  /// The region the profile names.
  public let regionID: String?
  /// `vpc`, or nothing.
  public let endpointType: String?

  let mode: String
  let path: String
  private let accessKeyID: String?
  private let accessKeySecret: Secret?
  private let securityToken: Secret?

  init(_ wire: CLIProfileFile.Entry, path: String) {
    name = wire.name ?? ""
    regionID = Self.filled(wire.regionID)
    endpointType = Self.filled(wire.endpointType)
    mode = Self.filled(wire.mode) ?? "AK"
    self.path = path
    accessKeyID = Self.filled(wire.accessKeyID)
    accessKeySecret = Self.filled(wire.accessKeySecret).map { Secret($0) }
    securityToken = Self.filled(wire.securityToken).map { Secret($0) }
  }

  /// The credentials in the profile; an error that names the mode when it holds none itself.
  func credentials() throws(CredentialsError) -> Credentials {
    switch mode {
    case "AK": return try make(token: nil, providerName: "static_ak")
    case "StsToken":
      let token = try required(securityToken, "sts_token")
      return try make(token: token, providerName: "static_sts")
    default:
      throw CredentialsError(
        .unsupportedMode,
        "profile '\(name)' in \(path) has \(modeInWords), which kmsctl cannot use yet;"
          + " it can use AK and StsToken",
        nextStep: "choose another profile with --profile, or set ALIBABA_CLOUD_ACCESS_KEY_ID,"
          + " ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN")
    }
  }

  /// Anything may stand there by mistake: only what is known to be a mode is repeated.
  private var modeInWords: String {
    Self.otherModes.contains(mode) ? "mode '\(mode)'" : "a mode that is none of the aliyun CLI's"
  }

  /// The modes of the aliyun CLI beside those two (kms-api §12.3).
  private static let otherModes: Set<String> = [
    "RamRoleArn", "EcsRamRole", "OIDC", "ChainableRamRoleArn", "CloudSSO", "OAuth", "External",
    "RsaKeyPair", "RamRoleArnWithRoleName", "CredentialsURI", "BearerToken", "Anonymous",
  ]

  private func make(token: Secret?, providerName: String) throws(CredentialsError) -> Credentials {
    let id = try required(accessKeyID, "access_key_id")
    let secret = try required(accessKeySecret, "access_key_secret")
    try CredentialText.check(Secret(id), "access_key_id of \(place)")
    try CredentialText.check(secret, "access_key_secret of \(place)")
    if let token { try CredentialText.check(token, "sts_token of \(place)") }
    return Credentials(
      accessKeyID: id, accessKeySecret: secret, securityToken: token, source: place,
      providerName: providerName)
  }

  private var place: String { "profile '\(name)' in \(path)" }

  private func required<Value>(
    _ value: Value?, _ field: String
  ) throws(CredentialsError) -> Value {
    guard let value else {
      throw CredentialsError(
        .badFile, "\(place) has no '\(field)', which mode \(mode) needs",
        nextStep: "run 'aliyun configure --mode \(mode) --profile \(name)'")
    }
    return value
  }

  private static func filled(_ text: String?) -> String? {
    text.flatMap { $0.isEmpty ? nil : $0 }
  }
}
