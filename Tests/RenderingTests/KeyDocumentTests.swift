import KMSModel
import Planning
import Rendering
import Testing

@Suite struct KeyDocumentTests {
  private static let id = "KAAP.11111111-2222-4333-8444-555555555555"
  private static let start = Timestamp(secondsSinceEpoch: 1_795_428_000)
  private static let end = Timestamp(secondsSinceEpoch: 1_826_964_000)
  private static let key = LiveClientKey(
    id: id, accessPoint: "payments-api", notBefore: start, notAfter: end, createTime: start,
    certificatePEM: "")
  private static let certificate = KeyCertificate(
    fingerprint: "00ff", notBefore: start, notAfter: end)

  private static func verification(
    _ file: KeyVerification.File = .opened(certificate),
    _ live: KeyVerification.Live = .found(key, certificate), expected: String? = nil
  ) -> KeyVerificationDocument {
    KeyVerificationDocument(
      KeyVerification(
        keyID: id, file: file, live: live, expectedAccessPoint: expected,
        now: start.adding(seconds: 86_400)),
      path: "current/key.json", isSandbox: false)
  }

  @Test func aGoodKeyIsGoodUntilItsEnd() {
    #expect(
      Self.verification().text(.plain) == """
        good until 2027-11-23T10:00:00Z
          file          current/key.json
          key           KAAP.11111111-2222-4333-8444-555555555555
          access point  payments-api
          valid         2026-11-23T10:00:00Z to 2027-11-23T10:00:00Z
          certificate   sha256:00ff
          the service   was asked

        """)
  }

  @Test func aWrongPasswordSaysWhatToDo() {
    #expect(
      Self.verification(.locked, .notAsked("--offline")).text(.plain) == """
        wrong password: the password does not open 'KAAP.11111111-2222-4333-8444-555555555555'
          file          current/key.json
          key           KAAP.11111111-2222-4333-8444-555555555555
          the service   not asked: --offline
          next step: pass the password that was delivered with this key; 'kmsctl key rotate' delivers a new pair

        """)
  }

  @Test(arguments: [
    (
      KeyVerification.File.opened(certificate), KeyVerification.Live.found(key, nil),
      "the certificate that the service has for '\(id)' cannot be read",
      "was asked", "look at the file alone with --offline; the key may be good"
    ),
    (
      .opened(certificate),
      .failed(.init("GetClientKey: no", nextStep: "allow it", isDenied: true)),
      "GetClientKey: no", "was asked in vain", "allow it"
    ),
    (
      .opened(certificate), .failed(.init("no answer", nextStep: nil, isDenied: false)),
      "no answer", "was asked in vain", "try again, or look at the file alone with --offline"
    ),
    (
      .unreadable("needs a cipher"), .notAsked("the file does not open"),
      "'current/key.json' needs a cipher", "not asked: the file does not open",
      "try it on a machine whose OpenSSL has all ciphers, 'legacy' included; the key may be good"
    ),
  ])
  func whatCouldNotBeToldIsUndecided(
    file: KeyVerification.File, live: KeyVerification.Live, reason: String, service: String,
    nextStep: String
  ) {
    let lines = Self.verification(file, live).text(.plain).split(separator: "\n")
    #expect(lines.first == "undecided: \(reason)")
    #expect(lines.suffix(2) == ["  the service   \(service)", "  next step: \(nextStep)"])
  }

  @Test func everyVerdictHasItsOwnFirstLine() {
    let other = KeyCertificate(fingerprint: "11", notBefore: Self.start, notAfter: Self.end)
    let expired = KeyCertificate(fingerprint: "00ff", notBefore: Self.start, notAfter: Self.start)
    let documents = [
      Self.verification(.unusable("is empty"), .notAsked("--offline")),
      Self.verification(.opened(Self.certificate), .gone),
      Self.verification(.opened(other)), Self.verification(expected: "orders-api"),
      Self.verification(.opened(expired), .notAsked("--offline")),
    ]
    let lines = documents.map { $0.text(.plain).prefix { $0 != "\n" } }
    #expect(
      lines == [
        "not a client key file: 'current/key.json' is empty",
        "deleted: the service has no client key '\(Self.id)': deleted, or of another account or region",
        "unknown: the live client key '\(Self.id)' has another certificate than the file",
        "belongs to another access point: '\(Self.id)' is a key of 'payments-api', expected 'orders-api'",
        "expired: '\(Self.id)' ended at 2026-11-23T10:00:00Z",
      ])
  }

  @Test func verificationInJSON() throws {
    let exit = ExitNote(code: 1, reason: "error")
    #expect(
      try Self.verification(expected: "orders-api").json(exit: exit) == """
        {
          "accessPoint" : "payments-api",
          "certificateSHA256" : "00ff",
          "document" : "key-verify",
          "exit" : {
            "code" : 1,
            "reason" : "error"
          },
          "expectedAccessPoint" : "orders-api",
          "file" : "current/key.json",
          "formatVersion" : "1.0",
          "isSandbox" : false,
          "keyID" : "KAAP.11111111-2222-4333-8444-555555555555",
          "message" : "'KAAP.11111111-2222-4333-8444-555555555555' is a key of 'payments-api', expected 'orders-api'",
          "nextStep" : "check which application the file was delivered for",
          "notAfter" : "2027-11-23T10:00:00Z",
          "notBefore" : "2026-11-23T10:00:00Z",
          "verdict" : "other-access-point",
          "wasServiceAsked" : true
        }

        """)
  }

  private static let trace = KeyTrace(
    keyID: id, life: .alive, key: key, owner: .stack("payments.7f3c1a"),
    record: .delivered(at: start),
    reach: [
      .init(
        policy: "crypto",
        spec: PolicySpec(
          scope: PolicyScope(rawValue: "kst-1"), roles: [.keyUser, .secretUser],
          resources: ["key/*", "secret/a"], networkAccess: .rules(["vpc", "gone"])),
        from: .rules([
          .init(rule: "gone", type: nil, addresses: []),
          .init(rule: "vpc", type: "Private", addresses: ["10.0.0.0/8", "10.1.0.1"]),
        ])),
      .init(
        policy: "open",
        spec: PolicySpec(
          scope: .sharedGateway, roles: [.sharedSecretUser], resources: ["secret/*"],
          networkAccess: .unrestricted), from: .anywhere),
      .init(policy: "old", spec: nil, from: .rules([])),
    ], region: "cn-hangzhou", now: start.adding(seconds: 60))

  @Test func aTraceSaysWhatIsReachedFromWhere() {
    #expect(
      KeyTraceDocument(Self.trace, isSandbox: false).text(.plain) == """
        KAAP.11111111-2222-4333-8444-555555555555 is alive: whoever has it and its password can use it
          access point  payments-api
          valid         2026-11-23T10:00:00Z to 2027-11-23T10:00:00Z
          made          2026-11-23T10:00:00Z
          owner         stack payments.7f3c1a
          recorded      delivered by kmsctl at 2026-11-23T10:00:00Z
          reaches       policy 'crypto' on kst-1
            may         read secrets of the instance (CryptoServiceSecretUser)
            may         use keys for cryptographic calls (CryptoServiceKeyUser)
            with        key/*
            with        secret/a
            from        nowhere by rule 'gone', which does not exist: closed
            from        10.0.0.0/8, 10.1.0.1 (rule 'vpc', Private)
          reaches       policy 'open' on SharedKMSGateway
            may         read secrets of the account (SecretUser)
            with        secret/*
            from        anywhere: no network rule
          reaches       nothing by policy 'old', which is not there

        To revoke it:
          aliyun kms DeleteClientKey --ClientKeyId KAAP.11111111-2222-4333-8444-555555555555 --region cn-hangzhou

        """)
  }

  @Test func aDeletedKeyIsSaidToBeGone() {
    let trace = KeyTrace(
      keyID: Self.id, life: .deleted, region: "cn-hangzhou", now: Self.start)
    #expect(
      KeyTraceDocument(trace, isSandbox: false).text(.plain) == """
        KAAP.11111111-2222-4333-8444-555555555555 is not there in cn-hangzhou: deleted, or of another account or region

        """)
  }

  @Test func sdkConfigurationIsAPEMFileAsItStands() {
    let document = SDKConfigurationDocument(
      accessPoint: "payments-api",
      instance: KMSInstance(
        id: "kst-1", status: "Connected",
        caCertificateChainPEM: "-----BEGIN CERTIFICATE-----\r\nAA\r\n-----END CERTIFICATE-----"),
      isSandbox: false)
    #expect(
      document.text == """
        # access point  payments-api
        # instance      kst-1 (Connected)
        # endpoint      kst-1.cryptoservice.kms.aliyuncs.com
        #               constructed from the instance's id: no API that kmsctl calls returns it
        -----BEGIN CERTIFICATE-----
        AA
        -----END CERTIFICATE-----

        """)
    #expect(
      document.text([.init(path: "/etc/kms-sdk.json", outcome: "written")]).hasSuffix(
        "\nwritten       /etc/kms-sdk.json\n"))
  }

  @Test(arguments: ["../../etc", "", "kst-1/x", "kst.1"])
  func anIDThatIsNoFileNameIsNotWritten(id: String) {
    let instance = KMSInstance(id: id, status: "", caCertificateChainPEM: "x")
    let document = SDKConfigurationDocument(
      accessPoint: "a", instance: instance, isSandbox: false)
    #expect(!document.canBeWritten)
  }
}
