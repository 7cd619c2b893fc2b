/// The sources of the official chain that kmsctl cannot use yet (kms-api §12.1).
///
/// What is set but cannot be used is named: passed over, the credentials would be another's.
struct UnsupportedSources {
  private static let roleName = "ALIBABA_CLOUD_ROLE_ARN"
  private static let providerName = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"
  private static let tokenFileName = "ALIBABA_CLOUD_OIDC_TOKEN_FILE"
  private static let credentialsFileName = "ALIBABA_CLOUD_CREDENTIALS_FILE"
  private static let machineRoleName = "ALIBABA_CLOUD_ECS_METADATA"
  private static let credentialsURIName = "ALIBABA_CLOUD_CREDENTIALS_URI"

  /// Names of the same things that the aliyun CLI and older tools read, and the official SDK not.
  private static let otherNames = [
    "ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_SECURITY_TOKEN",
    "ALIBABACLOUD_PROFILE", "ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN",
    "ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_PROFILE",
    "ALIBABA_CLOUD_ACCESS_KEY", "ALIBABA_CLOUD_SECRET_KEY",
  ]

  let environment: [String: String]
  let homeDirectory: String?
  let isFile: (String) -> Bool

  /// Refuses the role of an OIDC token, as pods and pipelines have it.
  func refuseRole() throws(CredentialsError) {
    let names = [Self.roleName, Self.providerName, Self.tokenFileName]
    let present = names.filter { value($0) != nil }
    guard present.contains(where: { $0 != Self.roleName }) else { return }
    guard present.count == names.count else {
      let absent = names.filter { value($0) == nil }
      throw CredentialsError(
        .halfSet,
        "\(Self.list(present)) \(Self.are(present)) set, but \(Self.list(absent))"
          + " \(Self.are(absent)) not",
        nextStep: "unset \(Self.list(present)); \(Self.usable)")
    }
    throw refusal("an OIDC role is set (\(Self.list(names)))", unset: names)
  }

  /// The INI file of the official SDKs, when a variable names one or it is where they look for it.
  var credentialsFile: String? {
    if let path = value(Self.credentialsFileName) { return path }
    // The Python SDK alone has the ending.
    let home = (homeDirectory ?? "~") + "/.alibabacloud/"
    return ["credentials", "credentials.ini"].map { home + $0 }.first(where: isFile)
  }

  func refuseCredentialsFile() throws(CredentialsError) {
    guard let path = credentialsFile else { return }
    guard value(Self.credentialsFileName) != nil else {
      throw CredentialsError(
        .unsupportedSource, "there is a credentials file (\(path)), which kmsctl cannot use yet",
        nextStep: Self.usable)
    }
    throw refusal(
      "a credentials file is set (\(Self.credentialsFileName): \(path))",
      unset: [Self.credentialsFileName])
  }

  /// Refuses the role of a machine.
  func refuseMachineRole() throws(CredentialsError) {
    guard value(Self.machineRoleName) != nil,
      value("ALIBABA_CLOUD_ECS_METADATA_DISABLED")?.lowercased() != "true"
    else { return }
    throw refusal(
      "the role of an ECS instance is set (\(Self.machineRoleName))", unset: [Self.machineRoleName])
  }

  /// Refuses credentials that are fetched from a URL, which may be a secret itself.
  func refuseCredentialsURI() throws(CredentialsError) {
    guard value(Self.credentialsURIName) != nil else { return }
    throw refusal(
      "a URL of credentials is set (\(Self.credentialsURIName))",
      unset: [Self.credentialsURIName])
  }

  /// Nothing is set that kmsctl or the official chain knows.
  func nothingFound(_ configurationPath: String) -> CredentialsError {
    let others = Self.otherNames.filter { value($0) != nil }
    let hint =
      others.isEmpty
      ? "" : "; kmsctl does not read \(Self.list(others)), which \(Self.are(others)) set"
    return CredentialsError(
      .notFound,
      "no credentials: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are not"
        + " set, and there is no usable profile in \(configurationPath)\(hint)",
      nextStep: "set both variables, or run 'aliyun configure', or name a profile with --profile")
  }

  private static let usable =
    "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and"
    + " ALIBABA_CLOUD_SECURITY_TOKEN for a temporary key), or name a profile of mode AK or StsToken"
    + " with --profile"

  private func refusal(_ what: String, unset names: [String]) -> CredentialsError {
    CredentialsError(
      .unsupportedSource,
      "\(what), which kmsctl cannot use yet; in the official order it comes before what else there"
        + " may be",
      nextStep: "\(Self.usable); or unset \(Self.list(names))")
  }

  private func value(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func are(_ names: [String]) -> String { names.count == 1 ? "is" : "are" }
}
