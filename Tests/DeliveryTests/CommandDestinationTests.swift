internal import Cryptography
internal import Delivery
internal import FoundationEssentials
internal import KMSModel
internal import Secrets
internal import Testing

@Suite struct CommandDestinationTests {
  private let base: TemporaryDirectory
  private let sample: SampleKey
  private let owner = KeyOwner(account: "1192", region: "cn-hangzhou", accessPoint: "orders")

  init() throws {
    base = try TemporaryDirectory()
    sample = try SampleKey.first.get()
  }

  private func destination(
    _ script: String, check: [String] = [], input: CommandSpec.Input = .json,
    parts: KeyParts = .all, allowed: [String] = ["/bin/sh"]
  ) -> any ClientKeyDestination {
    let programs = AllowedPrograms(
      paths: allowed, environment: ["PATH": "/usr/bin:/bin"], workingDirectory: base.path)
    return Destinations(baseDirectory: base.path, environment: [:], programs: programs)
      .destination(
        for: DestinationSpec(
          .command(
            CommandSpec(
              run: ["/bin/sh", "-c", script], input: input, check: check,
              timeout: TimeSpan(1, .seconds),
              kubernetes: input == .kubernetesSecret
                ? KubernetesName(name: "orders-kms", namespace: "orders") : nil)), parts: parts))
  }

  private var key: DeliverableKey {
    var key = sample.key
    key.owner = owner
    key.instance = InstanceAccess(
      id: "kst-1", endpoint: InstanceEndpoint(instanceID: "kst-1"),
      certificateAuthorityPEM: "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n")
    return key
  }

  private func failure(_ body: () async throws(DeliveryError) -> Void) async -> DeliveryError? {
    do { try await body() } catch { return error }
    return nil
  }

  private func written(
    _ input: CommandSpec.Input, parts: KeyParts = .all, key: DeliverableKey? = nil
  ) async throws -> String {
    try await destination("cat > got", input: input, parts: parts).publish(key ?? self.key)
    return try base.text("got")
  }

  @Test func jsonIsOneDocumentOfItsSchema() async throws {
    #expect(
      try await written(.json)
        == #"{"formatVersion":"1.0","account":"1192","region":"cn-hangzhou","accessPoint":"orders","#
        + #""keyId":"\#(SampleKey.firstID)","notBefore":"2026-11-18T11:06:40Z","#
        + #""notAfter":"2027-11-18T11:06:40Z","privateKeyData":"\#(sample.privateKeyText)","#
        + #""password":"Planted-Password-1","instance":{"id":"kst-1","#
        + #""endpoint":"kst-1.cryptoservice.kms.aliyuncs.com","caCertificates":"#
        + #""-----BEGIN CERTIFICATE-----\u000aQQ==\u000a-----END CERTIFICATE-----\u000a"}}"# + "\n")
  }

  @Test(arguments: [CommandSpec.Input.json, .kubernetesSecret, .dotenv])
  func onlyTheAskedHalfIsThere(_ input: CommandSpec.Input) async throws {
    let all = try await written(input)
    let key = try await written(input, parts: .key)
    let password = try await written(input, parts: .password)
    let words: (key: String, password: String) =
      switch input {
      case .json: (#""privateKeyData""#, #""password""#)
      case .kubernetesSecret: (#""clientKey.json""#, #""password""#)
      case .dotenv: ("KMS_CLIENT_KEY=", "KMS_CLIENT_KEY_PASSWORD=")
      }
    #expect(all.contains(words.key) && all.contains(words.password))
    #expect(key.contains(words.key) && !key.contains(words.password))
    #expect(!password.contains(words.key) && password.contains(words.password))
    for text in [all, key, password] {
      #expect(text.contains("kst-1.cryptoservice") || input == .kubernetesSecret)
    }
  }

  @Test func aKubernetesSecretHoldsWhatAnApplicationMounts() async throws {
    struct Manifest: Decodable {
      var apiVersion, kind, type: String
      var metadata: Metadata
      var data: [String: Data]

      struct Metadata: Decodable {
        var name: String
        var namespace: String?
        var labels, annotations: [String: String]
      }
    }
    let text = try await written(.kubernetesSecret)
    let manifest = try JSONDecoder().decode(Manifest.self, from: Data(text.utf8))
    #expect([manifest.apiVersion, manifest.kind, manifest.type] == ["v1", "Secret", "Opaque"])
    #expect(manifest.metadata.name == "orders-kms")
    #expect(manifest.metadata.namespace == "orders")
    #expect(
      manifest.metadata.labels == [
        "app.kubernetes.io/managed-by": "kmsctl", "kmsctl.dev/key-id": SampleKey.firstID,
      ])
    #expect(
      manifest.metadata.annotations == [
        "kmsctl.dev/access-point": "orders", "kmsctl.dev/not-before": "2026-11-18T11:06:40Z",
        "kmsctl.dev/not-after": "2027-11-18T11:06:40Z",
      ])
    #expect(
      manifest.data.mapValues { String(decoding: $0, as: UTF8.self) } == [
        "clientKey.json":
          #"{"KeyId":"\#(SampleKey.firstID)","PrivateKeyData":"\#(sample.privateKeyText)"}"#,
        "password": "Planted-Password-1", "endpoint": "kst-1.cryptoservice.kms.aliyuncs.com",
        "ca.pem": "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n",
      ])
  }

  @Test func aShellReadsDotenv() async throws {
    try await destination(
      """
      cat > got; . ./got
      printf '%s|' "$KMS_ACCESS_POINT" "$KMS_KEY_ID" "$KMS_NOT_BEFORE" "$KMS_NOT_AFTER" > seen
      printf '%s|' "$KMS_CLIENT_KEY" "$KMS_CLIENT_KEY_PASSWORD" "$KMS_INSTANCE" >> seen
      printf '%s|' "$KMS_ENDPOINT" "$KMS_CA_CERTIFICATES" >> seen
      """, input: .dotenv
    ).publish(key)
    #expect(
      try base.text("seen")
        == "orders|\(SampleKey.firstID)|2026-11-18T11:06:40Z|2027-11-18T11:06:40Z|"
        + #"{"KeyId":"\#(SampleKey.firstID)","PrivateKeyData":"\#(sample.privateKeyText)"}|"#
        + "Planted-Password-1|kst-1|kst-1.cryptoservice.kms.aliyuncs.com|"
        + "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n|")
  }

  @Test func whatCannotBeQuotedIsRefusedBeforeTheProgramRuns() async throws {
    var key = key
    key.instance?.certificateAuthorityPEM = "it's"
    let destination = destination("touch ran", input: .dotenv)
    let expected = DeliveryError(
      .notTaken, destination: "command /bin/sh",
      message:
        "its input cannot be written: KMS_CA_CERTIFICATES holds a character that cannot stand in single quotes",
      nextStep: "use another 'stdin'")
    #expect(
      await failure { () async throws(DeliveryError) in try await destination.stage(key) }
        == expected)
    #expect(
      await failure { () async throws(DeliveryError) in try await destination.publish(key) }
        == expected)
    #expect(try base.tree() == [])
  }

  @Test(arguments: [
    ("exit 1", DeliveryError.Code.notTaken, "it ended with status 1"),
    ("echo no room >&2; exit 127", .notTaken, "it ended with status 127: no room"),
    ("exit 128", .outcomeUnknown, "it ended with status 128, so it may have taken the key"),
    ("exit 255", .outcomeUnknown, "it ended with status 255, so it may have taken the key"),
    ("kill -9 $$", .outcomeUnknown, "it was ended by signal 9, so it may have taken the key"),
    (
      "exec sleep 600", .outcomeUnknown,
      "it did not end within 1s and was ended, so it may have taken the key"
    ),
  ])
  func everyEndHasItsMeaning(
    _ script: String, _ code: DeliveryError.Code, _ message: String
  ) async {
    let error = await failure { () async throws(DeliveryError) in
      try await destination(script).publish(key)
    }
    #expect(error?.code == code)
    #expect(error?.message == message)
    #expect(error?.destination == "command /bin/sh")
  }

  @Test func stagingRunsNothing() async throws {
    let destination = destination("touch ran")
    try await destination.stage(key)
    try await destination.discard(shortID: "11111111")
    #expect(try base.tree() == [])
    #expect(try await destination.holds(shortID: "11111111") == .unknown)
    #expect(destination.place == nil)
  }

  @Test func theCheckRunsBeforeAnythingIsIssued() async throws {
    let check = ["/bin/sh", "-c", "test $KMSCTL_ACCESS_POINT = orders || exit 9; touch checked"]
    try await destination("touch ran", check: check).preflight(for: owner)
    #expect(try base.tree() == ["checked 644"])
  }

  @Test func aCheckThatFailsIsToldWithItsWords() async {
    let check = ["/bin/sh", "-c", "echo no cluster >&2; exit 2"]
    let error = await failure { () async throws(DeliveryError) in
      try await destination("", check: check).preflight(for: owner)
    }
    #expect(error?.code == .unusable)
    #expect(error?.message == "its check '/bin/sh' ended with status 2: no cluster")
  }

  @Test func whatIsNotAllowedIsRefusedWithTheFlag() async {
    let error = await failure { () async throws(DeliveryError) in
      try await destination("", allowed: []).preflight(for: owner)
    }
    #expect(
      error
        == DeliveryError(
          .unusable, destination: "command /bin/sh", message: "'/bin/sh' is not allowed to run",
          nextStep: "pass --allow-exec /bin/sh"))
  }
}
