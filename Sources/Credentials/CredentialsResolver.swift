internal import Files

/// Decides which source of credentials is used: the first that is set, in the order of the
/// official SDK (kms-api §12.1), or the profile the user named.
public struct CredentialsResolver: Sendable {
  /// What was decided.
  public struct Resolution: Sendable {
    /// Gives the credentials.
    public var provider: any CredentialsProvider
    /// Where they come from, for people.
    public var source: String
    /// The access key's public half.
    public var accessKeyID: String
    /// The profile they come from, when it is one; it may name a region and an endpoint type.
    public var profile: CLIProfile?
  }

  /// The most bytes of a configuration file: thousands of profiles fit.
  public static let maximumFileBytes = 1 << 20

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
      guard let profile = try profileFile()?.profile(named: name, by: nil) else {
        throw CredentialsError(
          .badFile, "profile '\(name)' was asked for, but there is no \(configurationPath)",
          nextStep: "run 'aliyun configure --profile \(name)' or leave the profile out")
      }
      return try resolution(profile)
    }
    // The chain, in the order of kms-api §12.1. A source that is set and comes first, but is not
    // built yet, is an error: the next one would be somebody else.
    if let found = try EnvironmentCredentials(environment).find() {
      return Resolution(
        provider: StaticCredentialsProvider(found), source: found.source,
        accessKeyID: found.accessKeyID)
    }
    let unsupported = UnsupportedSources(
      environment: environment, homeDirectory: homeDirectory, isFile: isFile)
    try unsupported.refuseRole()
    if let profile = try currentProfile(unless: unsupported) { return try resolution(profile) }
    try unsupported.refuseCredentialsFile()
    try unsupported.refuseMachineRole()
    try unsupported.refuseCredentialsURI()
    throw unsupported.nothingFound(configurationPath)
  }

  private func resolution(_ profile: CLIProfile) throws(CredentialsError) -> Resolution {
    let found = try profile.credentials()
    return Resolution(
      provider: StaticCredentialsProvider(found), source: found.source,
      accessKeyID: found.accessKeyID, profile: profile)
  }

  private func currentProfile(
    unless unsupported: UnsupportedSources
  ) throws(CredentialsError) -> CLIProfile? {
    guard environment["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"]?.lowercased() != "true",
      environment["ALIBABA_CLOUD_IGNORE_PROFILE"] != "TRUE"
    else { return nil }
    let name = environment["ALIBABA_CLOUD_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
    guard let file = try profileFile() else {
      // The variable chooses a section of the other file, too.
      guard name != nil, unsupported.credentialsFile == nil else { return nil }
      throw CredentialsError(
        .badFile, "ALIBABA_CLOUD_PROFILE names a profile, but there is no \(configurationPath)",
        nextStep: "run 'aliyun configure --profile NAME' for that name, or unset the variable")
    }
    if let name { return try file.profile(named: name, by: "ALIBABA_CLOUD_PROFILE") }
    return try file.currentProfile()
  }

  private func profileFile() throws(CredentialsError) -> CLIProfileFile? {
    let path = configurationPath
    let bytes: [UInt8]?
    do {
      bytes = try readFile(path)
    } catch let fault as FileFault {
      throw CredentialsError(
        .badFile, "\(path) \(fault.message)",
        nextStep: "see that it is the file the aliyun CLI writes, and that you may read it")
    } catch {
      throw CredentialsError(
        .badFile, "\(path) could not be read", nextStep: "check that you may read the file")
    }
    guard let bytes else { return nil }
    return try CLIProfileFile(bytes, path: path)
  }

  /// A file that is there but cannot be read counts.
  private func isFile(_ path: String) -> Bool {
    do { return try readFile(path) != nil } catch { return true }
  }

  private var configurationPath: String {
    if let path = environment["ALIBABA_CLOUD_CONFIG_FILE"], !path.isEmpty { return path }
    return (homeDirectory ?? "~") + "/.aliyun/config.json"
  }
}
