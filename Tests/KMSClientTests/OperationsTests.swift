import HTTPTransport
import KMSModel
import Secrets
import Testing

@testable import KMSClient

struct OperationsTests {
  @Test(arguments: [
    #""Permissions":["RbacPermission/Template/SecretUser"],"Resources":["secret/*","key/a*"]"#,
    #""Permissions":"[\"RbacPermission/Template/SecretUser\"]","Resources":"[\"key/a*\",\"secret/*\"]""#,
    #""Permissions":["[\"RbacPermission/Template/SecretUser\"]"],"Resources":["[\"key/a*\",\"secret/*\"]"]"#,
  ])
  func aPolicyIsReadInEveryForm(lists: String) async throws {
    let transport = FakeTransport([
      .ok(
        #"{"Arn":"acs:kms:cn-hangzhou:1:policy/p","Name":"p","Description":"","KmsInstance":"shared",\#(lists),"#
          + #""AccessControlRules":"{\"NetworkRules\":[\"kst-1.efkd\"]}","RequestId":"r"}"#)
    ])
    let policy = try await client(transport).describePolicy("p")
    #expect(
      policy
        == LiveObject(
          name: "p", arn: "acs:kms:cn-hangzhou:1:policy/p", rawDescription: "",
          spec: PolicySpec(
            scope: .sharedGateway, roles: [.sharedSecretUser], resources: ["key/a*", "secret/*"],
            networkAccess: .rules(["kst-1.efkd"]))))
  }

  @Test func aPolicyWithNothingInItIsUnrestrictedAndHasNoScope() async throws {
    let body =
      #"{"RequestId":"r","Arn":"acs:kms:cn-hangzhou:1:policy/p","Name":"p","Description":"","#
      + #""KmsInstance":"","Permissions":[],"Resources":[],"AccessControlRules":""}"#
    let policy = try await client(FakeTransport([.ok(body)])).describePolicy("p")
    #expect(policy.spec.scope.instanceID == nil)
    #expect(policy.spec.networkAccess == .unrestricted)
  }

  @Test(arguments: [#"{"RequestId":"x"}"#, #"{"RequestId":"x","Arn":"acs:p","Name":"other"}"#])
  func anAnswerAboutNothingOrAboutAnotherPolicyIsMalformed(body: String) async throws {
    let client = try client(FakeTransport([.ok(body)]))
    let failure = await #expect(throws: KMSFailure.self) {
      _ = try await client.describePolicy("p")
    }
    #expect(failure?.kind == .malformedAnswer)
  }

  @Test func aPolicyIsCreatedWithoutWhatItDoesNotSay() async throws {
    let transport = FakeTransport([.created("policy", "p")])
    let spec = PolicySpec(
      scope: PolicyScope(rawValue: "kst-1"), roles: [.keyUser, .secretUser],
      resources: ["secret/*", "key/*"], networkAccess: .unrestricted)
    try await client(transport).createPolicy("p", description: "", spec: spec)
    #expect(
      await transport.requests.first?.form == [
        "Name": "p", "KmsInstance": "kst-1", "Resources": #"["key/*","secret/*"]"#,
        "Permissions": #"["RbacPermission/Template/CryptoServiceKeyUser","#
          + #""RbacPermission/Template/CryptoServiceSecretUser"]"#,
      ])
  }

  @Test func anUpdateSendsEveryMutableField() async throws {
    let transport = FakeTransport([.done])
    let client = try client(transport)
    let policy = PolicySpec(
      scope: .sharedGateway, roles: [], resources: [], networkAccess: .unrestricted)
    try await client.updatePolicy("p", description: "", spec: policy)
    try await client.updateNetworkRule(
      "n", description: "ü", spec: .init(type: .privateNetwork, sources: []))
    try await client.updateAccessPoint(
      "a", description: "", spec: .init(authenticationMethod: .clientKey, policies: ["q", "p"]))
    #expect(
      await transport.requests.map(\.form) == [
        [
          "Name": "p", "Description": "", "Permissions": "[]", "Resources": "[]",
          "AccessControlRules": #"{"NetworkRules":[]}"#,
        ],
        ["Name": "n", "Description": "ü", "SourcePrivateIp": "[]"],
        ["Name": "a", "Description": "", "Policies": #"["p","q"]"#],
      ])
  }

  @Test func aRuleHasItsNameFromTheQuestion() async throws {
    let transport = FakeTransport([
      .ok(
        #"{"RequestId":"r","Arn":"acs:kms:cn-hangzhou:1:network/n","Type":"Public","#
          + #""Description":"d","SourcePrivateIp":"[\"1.2.3.4\"]"}"#)
    ])
    #expect(
      try await client(transport).describeNetworkRule("n")
        == LiveObject(
          name: "n", arn: "acs:kms:cn-hangzhou:1:network/n", rawDescription: "d",
          spec: NetworkRuleSpec(type: .publicNetwork, sources: [SourceAddress("1.2.3.4")])))
  }

  @Test func anAccessPointsPoliciesAreAText() async throws {
    let transport = FakeTransport([
      .ok(
        #"{"RequestId":"r","Arn":"acs:kms:cn-hangzhou:1:applicationaccesspoint/a","Name":"a","#
          + #""AuthenticationMethod":"ClientKey","Description":"","Policies":"[\"p\",\"q\"]"}"#)
    ])
    let accessPoint = try await client(transport).describeAccessPoint("a")
    #expect(accessPoint.spec == .init(authenticationMethod: .clientKey, policies: ["p", "q"]))
  }

  @Test func clientKeysAreAPlainArrayReadByGet() async throws {
    let transport = FakeTransport([.ok(#"{"RequestId":"r","ClientKeys":[\#(Self.key)]}"#)])
    let keys = try await client(transport).listClientKeys(accessPoint: "a")
    #expect(await transport.requests.first?.method == .get)
    #expect(keys.map(\.accessPoint) == ["a"])
    #expect(keys[0].createTime?.iso8601 == "2026-01-01T00:00:00Z")
    #expect(keys[0].notAfter.iso8601 == "2031-01-01T08:00:00Z")
  }

  private static let keyID = "KAAP.00000000-0000-4000-8000-000000000001"
  private static let key =
    #"{"ClientKeyId":"\#(keyID)","AapName":"a","CreateTime":"2026-01-01T00:00:00Z","#
    + #""NotBefore":"2026-01-01T08:00:00Z","NotAfter":"2031-01-01T08:00:00Z","#
    + #""KeyAlgorithm":"RSA_2048","PublicKeyData":"-----BEGIN CERTIFICATE-----\nAA==\n"}"#

  @Test func aMissingListOfKeysIsNotAnEmptyOne() async throws {
    let client = try client(FakeTransport([.ok(#"{"RequestId":"r"}"#)]))
    let failure = await failure { () async throws(KMSFailure) in
      try await client.listClientKeys(accessPoint: "a")
    }
    #expect(
      failure?.description
        == "ListClientKeys: field 'ClientKeys' of the answer is missing or has another form")
  }

  @Test func anIssuedKeyKeepsItsSecretsOutOfTheURL() async throws {
    let transport = FakeTransport([
      .ok(
        #"{"RequestId":"r","ClientKeyId":"\#(Self.keyID)","PrivateKeyData":"MIIsecretAAA","#
          + #""NotBefore":"2026-01-01T00:00:00Z","NotAfter":"2027-01-01T00:00:00Z"}"#)
    ])
    let from = try #require(Timestamp(iso8601: "2026-01-01T00:00:00Z"))
    let to = try #require(Timestamp(iso8601: "2027-01-01T00:00:00Z"))
    let key = try await client(transport).createClientKey(
      accessPoint: "a", password: Secret("pass word&"), notBefore: from, notAfter: to)
    let request = try #require(await transport.requests.first)
    #expect(request.url == "https://kms.cn-hangzhou.aliyuncs.com/")
    #expect(
      request.form == [
        "AapName": "a", "Password": "pass word&", "NotBefore": "2026-01-01T00:00:00Z",
        "NotAfter": "2027-01-01T00:00:00Z",
      ])
    #expect(key.id == Self.keyID)
    #expect(key.privateKeyData == Secret("MIIsecretAAA"))
  }

  @Test func aBadDateIsNamedButTheAnswerIsNotShown() async throws {
    let client = try client(
      FakeTransport([
        .ok(
          #"{"RequestId":"r","ClientKeyId":"\#(Self.keyID)","PrivateKeyData":"MIIsecretAAA","#
            + #""NotBefore":"MIIsecretAAA","#
            + #""NotAfter":"2027-01-01T00:00:00Z"}"#)
      ]))
    let moment = Timestamp(secondsSinceEpoch: 0)
    let failure = await failure { () async throws(KMSFailure) in
      try await client.createClientKey(
        accessPoint: "a", password: Secret("p"), notBefore: moment, notAfter: moment)
    }
    #expect(
      failure?.description
        == "CreateClientKey: field 'NotBefore' of the answer is missing or has another form")
    #expect(failure?.mayHaveHappened == true)
  }

  @Test func deletesNameTheirObject() async throws {
    let transport = FakeTransport([.done])
    let client = try client(transport)
    try await client.delete(ResourceID(.networkRule, "n"))
    try await client.delete(ResourceID(.policy, "p"))
    try await client.delete(ResourceID(.accessPoint, "a"))
    try await client.deleteClientKey("KAAP.1")
    let requests = await transport.requests
    #expect(
      requests.map { $0.header("x-acs-action") } == [
        "DeleteNetworkRule", "DeletePolicy", "DeleteApplicationAccessPoint", "DeleteClientKey",
      ])
    #expect(
      requests.map(\.form) == [
        ["Name": "n"], ["Name": "p"], ["Name": "a"], ["ClientKeyId": "KAAP.1"],
      ])
  }

  @Test func anInstanceWithoutAnIDIsNotThere() async throws {
    let client = try client(
      FakeTransport([
        .ok(
          #"{"RequestId":"r","KmsInstance":{"InstanceId":"kst-1","Status":"Connected","#
            + #""SecretNum":"10","VswitchIds":"vsw","#
            + #""CaCertificateChainPem":"-----BEGIN CERTIFICATE-----\r\n"}}"#),
        .ok(#"{"RequestId":"r","KmsInstance":{"InstanceId":""}}"#),
        .ok(#"{"RequestId":"r","DefaultKmsInstanceId":"kst-9"}"#), .done,
      ]))
    #expect(
      try await client.describeInstance("kst-1")
        == KMSInstance(
          id: "kst-1", status: "Connected", caCertificateChainPEM: "-----BEGIN CERTIFICATE-----\r\n"
        ))
    let failure = await failure { () async throws(KMSFailure) in
      try await client.describeInstance("kst-2")
    }
    #expect(failure?.kind == .notFound)
    #expect(try await client.defaultInstanceID() == "kst-9")
    #expect(try await client.defaultInstanceID() == nil)
  }

  @Test func theCallersIdentityComesFromTheTokenService() async throws {
    let transport = FakeTransport([
      .ok(
        #"{"RequestId":"r","AccountId":1192000000000000,"Arn":"acs:ram::1192000000000000:user/ci","#
          + #""PrincipalId":"216","IdentityType":"RAMUser","UserId":"216"}"#)
    ])
    let caller = try client(transport).caller
    let sts = STSClient(
      endpoint: try .sts(region: "cn-hangzhou", network: .internet), transport: transport,
      credentials: caller.credentials, userAgent: "t", logger: caller.logger)
    #expect(
      try await sts.callerIdentity()
        == CallerIdentity(
          accountID: "1192000000000000", arn: "acs:ram::1192000000000000:user/ci",
          principalID: "216", identityType: "RAMUser"))
    let request = try #require(await transport.requests.first)
    #expect(request.url == "https://sts.cn-hangzhou.aliyuncs.com/")
    #expect(request.header("x-acs-action") == "GetCallerIdentity")
    #expect(request.header("x-acs-version") == "2015-04-01")
  }
}
