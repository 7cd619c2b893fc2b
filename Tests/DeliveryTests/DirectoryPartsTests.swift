internal import Delivery
internal import FoundationEssentials
internal import Glibc
internal import KMSModel
internal import Secrets
internal import Testing

/// One half in each directory, files for the SDK beside it, and a group that may read them.
struct DirectoryPartsTests {
  private let base: TemporaryDirectory
  private let sample: SampleKey
  private let id = SampleKey.firstID

  init() throws {
    base = try TemporaryDirectory()
    sample = try SampleKey.first.get()
  }

  private static let instance = InstanceAccess(
    id: "kst-hzz1", endpoint: InstanceEndpoint(instanceID: "kst-hzz1"),
    certificateAuthorityPEM: "-----BEGIN CERTIFICATE-----\r\nMII=\r\n-----END CERTIFICATE-----")

  private func destination(
    _ path: String = "kms", parts: KeyParts = .all, extras: [DirectorySpec.Extra] = [],
    group: String? = nil
  ) -> any ClientKeyDestination {
    Destinations(baseDirectory: base.path, environment: [:]).destination(
      for: DestinationSpec(
        .directory(DirectorySpec(path: path, extras: extras, group: group)), parts: parts))
  }

  private func deliver(
    _ destination: any ClientKeyDestination, instance: InstanceAccess? = nil
  ) async throws {
    var key = sample.key
    key.instance = instance
    try await destination.preflight()
    try await destination.stage(key)
    try await destination.publish(key)
  }

  private func error(_ body: () async throws -> Void) async -> DeliveryError? {
    do { try await body() } catch { return error as? DeliveryError }
    return nil
  }

  @Test func eachDirectoryGetsItsHalfAndNothingOfTheOther() async throws {
    try await deliver(destination("keys", parts: .key))
    try await deliver(destination("passwords", parts: .password))
    #expect(
      try base.tree("keys") == [
        "\(id) 700", "\(id)/clientKey_\(id).json 600", "current -> \(id)",
      ])
    #expect(
      try base.tree("passwords") == [
        "\(id) 700", "\(id)/clientKey_\(id)_Password.txt 600", "current -> \(id)",
      ])
    for file in ["keys/\(id)/clientKey_\(id).json"] {
      #expect(try !base.text(file).contains(SampleKey.password))
    }
    #expect(
      try base.text("passwords/current/clientKey_\(id)_Password.txt") == SampleKey.password)
  }

  @Test func aHalfIsHandedOnAndCalledNothingMore() async throws {
    let (keys, passwords) = (
      destination("keys", parts: .key), destination("passwords", parts: .password)
    )
    #expect(try await keys.holds(shortID: "11111111") == .notPublished)
    try await keys.stage(sample.key)
    #expect(try await keys.holds(shortID: "11111111") == .notPublished)
    try await deliver(keys)
    try await deliver(passwords)
    #expect(
      try await keys.holds(shortID: "11111111")
        == .publishedHalf(.key(sample.key.issued.privateKeyData)))
    #expect(
      try await passwords.holds(shortID: "11111111")
        == .publishedHalf(.password(Secret(SampleKey.password))))
    #expect(try await passwords.holds(shortID: "66666666") == .notPublished)
  }

  @Test func aHalfThatIsDamagedIsNotCalledUnpublished() async throws {
    try await deliver(destination("keys", parts: .key))
    try await deliver(destination("passwords", parts: .password))
    try base.write("{}", to: "keys/current/clientKey_\(id).json")
    try base.write("", to: "passwords/current/clientKey_\(id)_Password.txt")
    #expect(
      try await destination("keys", parts: .key).holds(shortID: "11111111") == .unknown)
    #expect(
      try await destination("passwords", parts: .password).holds(shortID: "11111111") == .unknown)
  }

  // MARK: Files for the SDK

  @Test func everyFileForTheSDKIsBehindTheOneSwitch() async throws {
    try await deliver(
      destination(extras: [.certificateAuthority, .json, .env]), instance: Self.instance)
    #expect(
      try base.tree("kms") == [
        "\(id) 700", "\(id)/PrivateKmsCA_kst-hzz1.pem 600", "\(id)/clientKey_\(id).json 600",
        "\(id)/clientKey_\(id)_Password.txt 600", "\(id)/kms-sdk.env 600",
        "\(id)/kms-sdk.json 600", "current -> \(id)",
      ])
    #expect(
      try base.text("kms/current/PrivateKmsCA_kst-hzz1.pem")
        == "-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n")
    let folder = base.place("kms/\(id)")
    #expect(
      try base.text("kms/current/kms-sdk.json") == """
        {
          "caFilePath" : "\(folder)/PrivateKmsCA_kst-hzz1.pem",
          "clientKeyFile" : "\(folder)/clientKey_\(id).json",
          "endpoint" : "kst-hzz1.cryptoservice.kms.aliyuncs.com",
          "instanceId" : "kst-hzz1",
          "keyId" : "\(id)",
          "passwordFromFilePath" : "\(folder)/clientKey_\(id)_Password.txt",
          "protocol" : "https"
        }

        """)
    #expect(
      try base.text("kms/current/kms-sdk.env") == """
        KMS_PROTOCOL=https
        KMS_ENDPOINT=kst-hzz1.cryptoservice.kms.aliyuncs.com
        KMS_INSTANCE=kst-hzz1
        KMS_KEY_ID=\(id)
        KMS_CLIENT_KEY_FILE=\(folder)/clientKey_\(id).json
        KMS_CLIENT_KEY_PASSWORD_FILE=\(folder)/clientKey_\(id)_Password.txt
        KMS_CA_FILE=\(folder)/PrivateKmsCA_kst-hzz1.pem

        """)
    #expect(
      try await destination(extras: [.json]).holds(shortID: "11111111")
        == .published(certificatePEM: sample.certificatePEM))
  }

  @Test func whatIsNotThereIsNotNamed() async throws {
    try await deliver(destination(parts: .password, extras: [.json]), instance: Self.instance)
    let text = try base.text("kms/current/kms-sdk.json")
    #expect(text.contains("passwordFromFilePath"))
    #expect(!text.contains("clientKeyFile") && !text.contains("caFilePath"))
  }

  @Test func withoutAnInstanceNothingIsStaged() async throws {
    let error = await error { try await destination(extras: [.json]).stage(sample.key) }
    #expect(error?.message == "the instance for 'sdk' is not known")
    #expect(try base.tree() == [])
  }

  @Test func aPathThatEnvironmentFilesCannotNameIsRefused() async throws {
    let error = await error { try await destination("a b", extras: [.env]).preflight() }
    #expect(
      error?.message
        == "'kms-sdk.env' cannot name '\(base.place("a b"))': readers of environment files disagree "
        + "on some of its characters")
    #expect(await self.error { try await destination("a b", extras: [.json]).preflight() } == nil)
  }

  // MARK: Group

  @Test func anUnknownGroupIsRefused() async throws {
    let error = await error { try await destination(group: "no-such-group").preflight() }
    #expect(error?.message == "there is no group 'no-such-group' on this machine")
    #expect(try base.tree() == [])
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files to any group"))
  func aGroupMayReadWhatIsDeliveredAndNobodyElse() async throws {
    let daemon = try #require(getgrnam("daemon")).pointee.gr_gid
    try await deliver(destination("app/kms", group: "daemon"))
    #expect(
      try base.tree("app") == [
        "kms 750", "kms/\(id) 750", "kms/\(id)/clientKey_\(id).json 640",
        "kms/\(id)/clientKey_\(id)_Password.txt 640", "kms/current -> \(id)",
      ])
    for name in ["app", "app/kms", "app/kms/\(id)", "app/kms/\(id)/clientKey_\(id).json"] {
      var status = stat()
      #expect(stat(base.place(name), &status) == 0 && status.st_gid == daemon)
      #expect(status.st_uid == geteuid())
    }
    // Proven by the system: a process of that group reads, one of another group does not.
    chmod(base.path, 0o711)
    let file = base.place("app/kms/current/clientKey_\(id).json")
    #expect(Unprivileged.canRead(file, group: daemon))
    #expect(!Unprivileged.canRead(file, group: daemon + 4_242))
  }

  @Test("a password file holds the password and no line end (kms-api §16.2 F8)")
  func passwordFile() async throws {
    try await deliver(destination())
    #expect(try base.text("kms/\(id)/clientKey_\(id)_Password.txt") == SampleKey.password)
  }
}

/// A child process without root's rights.
enum Unprivileged {
  static func canRead(_ path: String, group: gid_t) -> Bool {
    run(["cat", path], group: group) == 0
  }

  /// Runs a program as nobody in one group, by util-linux's `setpriv`.
  static func run(_ words: [String], group: gid_t) -> Int32 {
    var arguments = (["setpriv", "--reuid=65534", "--regid=\(group)", "--clear-groups"] + words)
      .map { strdup($0) }
    defer { for word in arguments { free(word) } }
    arguments.append(nil)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for number in [STDOUT_FILENO, STDERR_FILENO] {
      posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
    }
    var process: pid_t = 0
    guard posix_spawnp(&process, "setpriv", &actions, nil, arguments, environ) == 0 else {
      return -1
    }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status >> 8
  }
}
