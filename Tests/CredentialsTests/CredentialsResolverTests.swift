import Credentials
import Files
import Foundation
import Glibc
import Secrets
import Testing

struct CredentialsResolverTests {
  @Test func theEnvironmentGivesAnAccessKey() async throws {
    let found = try resolver(["ID": "id", "SECRET": "s3cret"]).resolve()
    #expect(
      try await found.provider.credentials()
        == Credentials(
          accessKeyID: "id", accessKeySecret: Secret("s3cret"),
          source: "environment (ALIBABA_CLOUD_ACCESS_KEY_ID)", providerName: "static_ak"))
    #expect(found.source == "environment (ALIBABA_CLOUD_ACCESS_KEY_ID)")
    #expect(found.profile == nil)
  }

  @Test func aTokenMakesThemTemporary() async throws {
    let found = try resolver(["ID": "id", "SECRET": "s3cret", "TOKEN": "t0ken"]).resolve()
    let credentials = try await found.provider.credentials()
    #expect(credentials.securityToken == Secret("t0ken"))
    #expect(credentials.providerName == "static_sts")
  }

  @Test("T: an empty SecurityToken is none, in the environment and in a profile")
  func anEmptySecurityTokenIsNone() async throws {
    let variables = resolver(["ID": "id", "SECRET": "s3cret", "TOKEN": ""])
    let profile = resolver(
      [:],
      file: """
        {"current": "a", "profiles": [{"name": "a", "mode": "AK", "access_key_id": "id",
         "access_key_secret": "s3cret", "sts_token": ""}]}
        """)
    for resolver in [variables, profile] {
      let credentials = try await resolver.resolve().provider.credentials()
      #expect(credentials.securityToken == nil)
      #expect(credentials.providerName == "static_ak")
    }
  }

  @Test(arguments: [
    (
      ["ID": "id"],
      "ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"
    ),
    (
      ["SECRET": "s3cret", "ID": ""],
      "ALIBABA_CLOUD_ACCESS_KEY_SECRET is set, but ALIBABA_CLOUD_ACCESS_KEY_ID is not"
    ),
    (
      ["TOKEN": "t0ken"],
      "ALIBABA_CLOUD_SECURITY_TOKEN is set, but ALIBABA_CLOUD_ACCESS_KEY_ID and"
        + " ALIBABA_CLOUD_ACCESS_KEY_SECRET are not"
    ),
  ])
  func halfSetVariablesAreAnError(variables: [String: String], message: String) {
    let error = failure(resolver(variables, file: Self.file))
    #expect(error?.code == .halfSet)
    #expect(error?.message == message)
  }

  @Test func aNamedProfileWinsOverTheEnvironment() async throws {
    let found = try resolver(["ID": "id", "SECRET": "s3cret"], file: Self.file)
      .resolve(profile: "sts")
    let credentials = try await found.provider.credentials()
    #expect(credentials.accessKeyID == "stsid")
    #expect(credentials.securityToken == Secret("ststoken"))
    #expect(credentials.providerName == "static_sts")
    #expect(found.source == "profile 'sts' in /home/me/.aliyun/config.json")
    #expect(found.profile?.regionID == "cn-shanghai")
    #expect(found.profile?.endpointType == "vpc")
  }

  @Test func theCurrentProfileIsTakenWhenNothingElseIsSet() async throws {
    let found = try resolver([:], file: Self.file).resolve()
    #expect(try await found.provider.credentials().accessKeyID == "akid")
    #expect(found.profile?.endpointType == nil)
  }

  @Test func theVariableChoosesAnotherProfile() async throws {
    let found = try resolver(["PROFILE": "sts"], file: Self.file).resolve()
    #expect(try await found.provider.credentials().accessKeyID == "stsid")
  }

  @Test func theVariableChoosesAnotherFile() throws {
    let resolver = CredentialsResolver(
      environment: ["ALIBABA_CLOUD_CONFIG_FILE": "/etc/aliyun.json"], homeDirectory: "/home/me"
    ) { path in path == "/etc/aliyun.json" ? Array(Self.file.utf8) : nil }
    #expect(try resolver.resolve().source == "profile 'default' in /etc/aliyun.json")
  }

  @Test(arguments: [
    ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true"], ["ALIBABA_CLOUD_IGNORE_PROFILE": "TRUE"],
  ])
  func profilesCanBeSwitchedOff(environment: [String: String]) {
    let resolver = CredentialsResolver(environment: environment, homeDirectory: "/home/me") {
      $0.hasSuffix("config.json") ? Array(Self.file.utf8) : nil
    }
    #expect(failure(resolver)?.code == .notFound)
  }

  @Test func anUnsupportedModeIsNamed() {
    let error = failure(resolver([:], file: Self.file), profile: "role")
    #expect(error?.code == .unsupportedMode)
    #expect(
      error?.message
        == "profile 'role' in /home/me/.aliyun/config.json has mode 'RamRoleArn', which kmsctl"
        + " cannot use yet; it can use AK and StsToken")
  }

  @Test func anUnknownProfileIsToldWithThoseThereAre() {
    let error = failure(resolver([:], file: Self.file), profile: "prod")
    #expect(error?.code == .unknownProfile)
    #expect(
      error?.description
        == "there is no profile 'prod' in /home/me/.aliyun/config.json; it has 'broken',"
        + " 'default', 'role', 'sts', 'torn'")
  }

  @Test func aNamedProfileNeedsTheFile() {
    let error = failure(resolver(["ID": "id", "SECRET": "s3cret"]), profile: "prod")
    #expect(
      error?.message
        == "profile 'prod' was asked for, but there is no /home/me/.aliyun/config.json")
  }

  @Test func aProfileNamedByTheVariableNeedsTheFile() {
    let error = failure(resolver(["PROFILE": "prod"]))
    #expect(
      error?.message
        == "ALIBABA_CLOUD_PROFILE names a profile, but there is no /home/me/.aliyun/config.json")
  }

  @Test func aMissingFieldIsNamed() {
    let error = failure(resolver([:], file: Self.file), profile: "broken")
    #expect(
      error?.message
        == "profile 'broken' in /home/me/.aliyun/config.json has no 'sts_token', which mode"
        + " StsToken needs")
  }

  @Test func nothingAtAllSaysWhatWasLookedFor() {
    #expect(
      failure(resolver([:]))?.description
        == "no credentials: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are"
        + " not set, and there is no usable profile in /home/me/.aliyun/config.json; set both"
        + " variables, or run 'aliyun configure', or name a profile with --profile")
  }

  @Test func anUnreadableFileIsNotAMissingOne() {
    struct Denied: Error {}
    let resolver = CredentialsResolver(environment: [:], homeDirectory: "/home/me") { _ in
      throw Denied()
    }
    #expect(failure(resolver)?.message == "/home/me/.aliyun/config.json could not be read")
  }

  @Test("A11: a 'current' that names no profile is not repeated, what there is is")
  func misplacedValueOfCurrent() {
    let file = #"{"current": "s3cret-t0ken", "profiles": [{"name": "default", "mode": "AK"}]}"#
    #expect(
      failure(resolver([:], file: file))?.description
        == "'current' names no profile of /home/me/.aliyun/config.json; it has 'default'")
    #expect(
      failure(resolver(["PROFILE": "s3cret-t0ken"], file: file))?.description
        == "ALIBABA_CLOUD_PROFILE names no profile of /home/me/.aliyun/config.json; it has 'default'"
    )
    let empty = #"{"current": "s3cret-t0ken"}"#
    #expect(
      failure(resolver([:], file: empty))?.description
        == "'current' names no profile of /home/me/.aliyun/config.json; the file has none; run"
        + " 'aliyun configure --profile NAME'")
  }

  @Test("A11: a 'mode' that is none is not repeated") func misplacedValueOfMode() {
    let file = #"{"current": "a", "profiles": [{"name": "a", "mode": "s3cret-t0ken"}]}"#
    #expect(
      failure(resolver([:], file: file))?.message
        == "profile 'a' in /home/me/.aliyun/config.json has a mode that is none of the aliyun"
        + " CLI's, which kmsctl cannot use yet; it can use AK and StsToken")
  }

  @Test("A11: a configuration file over the limit is named with its size")
  func largeConfigurationFile() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data("{}".utf8).write(to: URL(filePath: path))
    truncate(path, 1 << 30)
    let resolver = CredentialsResolver(
      environment: ["ALIBABA_CLOUD_CONFIG_FILE": path], homeDirectory: nil
    ) { try BoundedFile.read($0, atMost: CredentialsResolver.maximumFileBytes) }
    #expect(
      failure(resolver)?.description
        == "\(path) has 1073741824 bytes, expected at most 1048576; see that it is the file the"
        + " aliyun CLI writes, and that you may read it")
  }

  @Test(arguments: [
    #"{"profiles": [{"name": "default", "access_key_secret": "s3cret"#,
    #"{"profiles": [{"name": 7, "access_key_secret": "s3cret"}]}"#,
    #"{"profiles": [{"name": "default", "access_key_secret": ["s3cret"]}]}"#,
  ])
  func noErrorShowsASecretOfTheFile(text: String) {
    let error = failure(resolver([:], file: text), profile: "default")
    #expect(
      error?.message == "/home/me/.aliyun/config.json is not the JSON the aliyun CLI writes")
  }

  @Test(arguments: [
    (["ID": "id", "SECRET": "s3cret\n"], "ALIBABA_CLOUD_ACCESS_KEY_SECRET"),
    (["ID": "s3cret id", "SECRET": "x"], "ALIBABA_CLOUD_ACCESS_KEY_ID"),
    (["ID": "id", "SECRET": "x", "TOKEN": "s3crét"], "ALIBABA_CLOUD_SECURITY_TOKEN"),
  ])
  func aValueThatCannotBeRightIsNamedButNotShown(variables: [String: String], name: String) {
    let error = failure(resolver(variables))
    #expect(error?.code == .badValue)
    #expect(
      error?.description
        == "\(name) holds a blank, a line end or a character that is not ASCII; set it again"
        + " without anything before or after the value")
  }

  @Test func aTornSecretInAProfileIsNamedButNotShown() {
    let error = failure(resolver([:], file: Self.file), profile: "torn")
    #expect(
      error?.message
        == "access_key_secret of profile 'torn' in /home/me/.aliyun/config.json holds a blank,"
        + " a line end or a character that is not ASCII")
  }

  @Test(
    "B11: a source that comes first and is not supported is named",
    arguments: [
      (
        [
          "ALIBABA_CLOUD_ROLE_ARN": "r", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN": "p",
          "ALIBABA_CLOUD_OIDC_TOKEN_FILE": "t",
        ], true, "an OIDC role is set (ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and "
      ),
      (
        ["ALIBABA_CLOUD_CREDENTIALS_FILE": "/x"], false,
        "a credentials file is set (ALIBABA_CLOUD_CR"
      ),
      (
        ["ALIBABA_CLOUD_ECS_METADATA": "role"], false,
        "the role of an ECS instance is set (ALIBABA_"
      ),
      (
        ["ALIBABA_CLOUD_CREDENTIALS_URI": "http://u"], false,
        "a URL of credentials is set (ALIBABA_"
      ),
      (
        ["ALIBABA_CLOUD_CREDENTIALS_URI": "http://u", "ALIBABA_CLOUD_ECS_METADATA": "role"], false,
        "the role of an ECS instance is set"
      ),
      (
        ["ALIBABA_CLOUD_CREDENTIALS_FILE": "/x", "PROFILE": "prod"], false,
        "a credentials file is set"
      ),
    ])
  func anUnsupportedSourceIsNamed(
    variables: [String: String], isBeforeProfiles: Bool, message: String
  ) throws {
    let error = failure(resolver(variables))
    #expect(error?.code == .unsupportedSource)
    #expect(error?.message.hasPrefix(message) == true)
    let withProfile = failure(resolver(variables, file: Self.file))
    if isBeforeProfiles {
      #expect(withProfile?.code == .unsupportedSource)
    } else {
      #expect(withProfile?.code != .unsupportedSource)
    }
    // Whoever names a profile has chosen.
    #expect(throws: Never.self) {
      try resolver(variables, file: Self.file).resolve(profile: "sts")
    }
    // So has whoever sets an access key: it comes first.
    let keyed = variables.merging(["ID": "id", "SECRET": "s3cret"]) { $1 }
    #expect(try resolver(keyed, file: Self.file).resolve().accessKeyID == "id")
  }

  @Test("B11: a part of an OIDC role is an error, its role alone is none")
  func aPartOfARoleIsAnError() throws {
    let part = failure(resolver(["ALIBABA_CLOUD_OIDC_TOKEN_FILE": "t"], file: Self.file))
    #expect(part?.code == .halfSet)
    #expect(
      part?.message
        == "ALIBABA_CLOUD_OIDC_TOKEN_FILE is set, but ALIBABA_CLOUD_ROLE_ARN and"
        + " ALIBABA_CLOUD_OIDC_PROVIDER_ARN are not")
    let role = resolver(["ALIBABA_CLOUD_ROLE_ARN": "r"], file: Self.file)
    #expect(try role.resolve().accessKeyID == "akid")
  }

  @Test(
    "B11: a credentials file where the SDKs look for it is named",
    arguments: [
      "/home/me/.alibabacloud/credentials", "/home/me/.alibabacloud/credentials.ini",
    ])
  func aCredentialsFileIsNamed(path: String) {
    let resolver = CredentialsResolver(environment: [:], homeDirectory: "/home/me") {
      $0 == path ? Array("[default]".utf8) : nil
    }
    #expect(
      failure(resolver)?.message
        == "there is a credentials file (\(path)), which kmsctl cannot use yet")
  }

  @Test func aMachinesRoleCanBeSwitchedOff() {
    let variables = [
      "ALIBABA_CLOUD_ECS_METADATA": "role", "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    ]
    #expect(failure(resolver(variables))?.code == .notFound)
  }

  @Test(arguments: [
    ["ALICLOUD_ACCESS_KEY": "x"], ["ALIBABACLOUD_ACCESS_KEY_ID": "x"],
  ])
  func namesThatAreNotReadAreTold(variables: [String: String]) throws {
    let name = try #require(variables.keys.first)
    let error = failure(resolver(variables))
    #expect(error?.code == .notFound)
    #expect(error?.message.hasSuffix("; kmsctl does not read \(name), which is set") == true)
  }

  private func resolver(_ short: [String: String], file: String? = nil) -> CredentialsResolver {
    let names = [
      "ID": "ALIBABA_CLOUD_ACCESS_KEY_ID", "SECRET": "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
      "TOKEN": "ALIBABA_CLOUD_SECURITY_TOKEN", "PROFILE": "ALIBABA_CLOUD_PROFILE",
    ]
    let environment = short.map { (names[$0.key] ?? $0.key, $0.value) }
    return CredentialsResolver(
      environment: Dictionary(uniqueKeysWithValues: environment), homeDirectory: "/home/me"
    ) { path in path == "/home/me/.aliyun/config.json" ? file.map { Array($0.utf8) } : nil }
  }

  private func failure(
    _ resolver: CredentialsResolver, profile: String? = nil
  ) -> CredentialsError? {
    do throws(CredentialsError) {
      _ = try resolver.resolve(profile: profile)
      return nil
    } catch {
      return error
    }
  }

  private static let file = """
    {
    \t"current": "default",
    \t"meta_path": "",
    \t"profiles": [
    \t\t{"name": "default", "mode": "AK", "access_key_id": "akid",
    \t\t "access_key_secret": "aksecret", "region_id": "cn-hangzhou", "retry_count": 0,
    \t\t "endpoint_type": ""},
    \t\t{"name": "sts", "mode": "StsToken", "access_key_id": "stsid",
    \t\t "access_key_secret": "stssecret", "sts_token": "ststoken",
    \t\t "region_id": "cn-shanghai", "endpoint_type": "vpc"},
    \t\t{"name": "role", "mode": "RamRoleArn", "access_key_id": "roleid",
    \t\t "access_key_secret": "rolesecret", "ram_role_arn": "acs:ram::1:role/x"},
    \t\t{"name": "broken", "mode": "StsToken", "access_key_id": "x", "access_key_secret": "y"},
    \t\t{"name": "torn", "mode": "AK", "access_key_id": "x", "access_key_secret": "y z"}
    \t]
    }
    """
}
