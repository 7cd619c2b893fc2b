/// Decides which source of credentials is used: the first that is set, in the order of the
/// official SDK (kms-api §12.1), or the profile the user named.
public struct CredentialsResolver: Sendable {
  /// What was decided.
  public struct Resolution: Sendable {
    /// Gives the credentials.
    public var provider: any CredentialsProvider
    /// Where they come from, for people.
    public var source: String
    /// The profile they come from, when it is one; it may name a region and an endpoint type.
    public var profile: CLIProfile?
  }

  private let environment: [String: String]
  private let homeDirectory: String?
  private let readFile: @Sendable (String) throws -> [UInt8]?

  /// Creates a resolver; `readFile` returns nothing when there is no such file.
  public init(
    environment: [String: String], homeDirectory: String?,
    readFile: @escaping @Sendable (String) throws -> [UInt8]?
  ) {
    self.environment = environment
    self.homeDirectory = homeDirectory
    self.readFile = readFile
  }

  /// Finds the source; a named profile wins over everything in the environment.
  public func resolve(profile name: String? = nil) throws(CredentialsError) -> Resolution {
    if let name {
      guard let profile = try profileFile()?.profile(named: name) else {
        throw CredentialsError(
          .badFile, "profile '\(name)' was asked for, but there is no \(configurationPath)",
          nextStep: "run 'aliyun configure --profile \(name)' or leave the profile out")
      }
      return try resolution(profile)
    }
    // The chain. Sources that are not built yet (OIDC role, INI profile, ECS role, credentials
    // URI) go between and behind these two, in the order of kms-api §12.1.
    if let found = try EnvironmentCredentials(environment).find() {
      return Resolution(provider: StaticCredentialsProvider(found), source: found.source)
    }
    if let profile = try currentProfile() { return try resolution(profile) }
    throw CredentialsError(
      .notFound,
      "no credentials: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are not"
        + " set, and there is no usable profile in \(configurationPath)",
      nextStep: "set both variables, or run 'aliyun configure', or name a profile with --profile")
  }

  private func resolution(_ profile: CLIProfile) throws(CredentialsError) -> Resolution {
    let found = try profile.credentials()
    return Resolution(
      provider: StaticCredentialsProvider(found), source: found.source, profile: profile)
  }

  private func currentProfile() throws(CredentialsError) -> CLIProfile? {
    guard environment["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"]?.lowercased() != "true",
      environment["ALIBABA_CLOUD_IGNORE_PROFILE"] != "TRUE"
    else { return nil }
    let name = environment["ALIBABA_CLOUD_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
    guard let file = try profileFile() else {
      guard let name else { return nil }
      throw CredentialsError(
        .badFile, "ALIBABA_CLOUD_PROFILE is '\(name)', but there is no \(configurationPath)",
        nextStep: "run 'aliyun configure --profile \(name)' or unset the variable")
    }
    if let name { return try file.profile(named: name) }
    return try file.currentProfile()
  }

  private func profileFile() throws(CredentialsError) -> CLIProfileFile? {
    let path = configurationPath
    let bytes: [UInt8]?
    do {
      bytes = try readFile(path)
    } catch {
      throw CredentialsError(
        .badFile, "\(path) could not be read", nextStep: "check that you may read the file")
    }
    guard let bytes else { return nil }
    return try CLIProfileFile(bytes, path: path)
  }

  private var configurationPath: String {
    if let path = environment["ALIBABA_CLOUD_CONFIG_FILE"], !path.isEmpty { return path }
    return (homeDirectory ?? "~") + "/.aliyun/config.json"
  }
}
