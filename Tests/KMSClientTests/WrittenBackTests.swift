import KMSModel
import Testing

@testable import KMSClient

/// What was read is written back as it was, where it says the same.
struct WrittenBackTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var fields: String
    var sent: [String: String]
    var testDescription: String { fields }
  }

  private static let roles =
    #"["RbacPermission/Template/SecretUser","RbacPermission/Template/CryptoServiceKeyUser"]"#
  private static let quotedRoles =
    #""[\"RbacPermission/Template/SecretUser\",\"RbacPermission/Template/CryptoServiceKeyUser\"]""#

  @Test(
    "T2: the lists of a policy keep their order, its network access its text",
    arguments: [
      Case(
        fields:
          #""Permissions":\#(WrittenBackTests.roles),"Resources":["secret/b","key/z","key/a"],"#
          + #""AccessControlRules":"{\"NetworkRules\": [\"z\", \"a\"]}""#,
        sent: [
          "Permissions": WrittenBackTests.roles, "Resources": #"["secret/b","key/z","key/a"]"#,
          "AccessControlRules": #"{"NetworkRules": ["z", "a"]}"#,
        ]),
      Case(
        fields:
          #""Permissions":\#(WrittenBackTests.quotedRoles),"Resources":"[\"secret/b\",\"key/z\"]","#
          + #""AccessControlRules":{"NetworkRules":["z","a"]}"#,
        sent: [
          "Permissions": WrittenBackTests.roles, "Resources": #"["secret/b","key/z"]"#,
          "AccessControlRules": #"{"NetworkRules":["z","a"]}"#,
        ]),
      Case(
        fields: #""Permissions":[],"Resources":["[\"key/b\",\"key/a\"]"],"AccessControlRules":"""#,
        sent: [
          "Permissions": "[]", "Resources": #"["key/b","key/a"]"#,
          "AccessControlRules": #"{"NetworkRules":[]}"#,
        ]),
      Case(
        fields: #""Permissions":[],"Resources":["key/a","key/a"],"AccessControlRules":"{}""#,
        sent: [
          "Permissions": "[]", "Resources": #"["key/a","key/a"]"#,
          "AccessControlRules": #"{"NetworkRules":[]}"#,
        ]),
    ])
  func policy(_ test: Case) async throws {
    let transport = FakeTransport([
      .ok(
        #"{"Arn":"acs:kms:cn-hangzhou:1:policy/p","Name":"p","Description":"","#
          + #""KmsInstance":"kst-1","#
          + test.fields + #","RequestId":"r"}"#),
      .ok(#"{"RequestId":"r"}"#),
    ])
    let client = try client(transport)
    let live = try await client.describePolicy("p")
    try await client.updatePolicy("p", description: "m", spec: live.spec)
    let form = await transport.requests.last?.form ?? [:]
    #expect(
      form == test.sent.merging(["Name": "p", "Description": "m"]) { first, _ in first })
  }

  @Test(
    "T2: the sources of a rule keep their order and form",
    arguments: [
      (#""[\"10.9.0.0/16\",\"10.1.0.1/32\"]""#, #"["10.9.0.0/16","10.1.0.1/32"]"#),
      (#"["10.9.0.0/16","10.1.0.1/32"]"#, #"["10.9.0.0/16","10.1.0.1/32"]"#),
      (#""[ \"10.9.0.0/16\", \"10.1.0.1\" ]""#, #"[ "10.9.0.0/16", "10.1.0.1" ]"#),
      (#"["[\"10.9.0.0/16\",\"10.1.0.1\"]"]"#, #"["10.9.0.0/16","10.1.0.1"]"#),
      (#""[\"fd00::/8\",\"10.1.0.1\"]""#, #"["fd00::/8","10.1.0.1"]"#),
      (#""[]""#, "[]"),
    ])
  func rule(read: String, sent: String) async throws {
    let transport = FakeTransport([
      .ok(
        #"{"Arn":"acs:kms:cn-hangzhou:1:network/n","Type":"Private","Description":"","#
          + #""SourcePrivateIp":\#(read),"RequestId":"r"}"#),
      .ok(#"{"RequestId":"r"}"#),
    ])
    let client = try client(transport)
    var spec = try await client.describeNetworkRule("n").spec
    try await client.updateNetworkRule("n", description: "m", spec: spec)
    #expect(await transport.requests.last?.form["SourcePrivateIp"] == sent)
    // What changes is sorted, as it always was.
    spec.sources = [SourceAddress("10.2.0.0/16"), SourceAddress("10.1.0.1")]
    #expect(SourceListWire.write(spec) == #"["10.1.0.1","10.2.0.0/16"]"#)
  }

  @Test("T2: the policies of an access point keep their order")
  func accessPoint() async throws {
    let transport = FakeTransport([
      .ok(
        #"{"Arn":"acs:kms:cn-hangzhou:1:applicationaccesspoint/a","Name":"a","#
          + #""AuthenticationMethod":"ClientKey","Description":"","Policies":"[\"z\",\"b\",\"a\"]","RequestId":"r"}"#
      ),
      .ok(#"{"RequestId":"r"}"#),
    ])
    let client = try client(transport)
    let spec = try await client.describeAccessPoint("a").spec
    try await client.updateAccessPoint("a", description: "m", spec: spec)
    #expect(await transport.requests.last?.form["Policies"] == #"["z","b","a"]"#)
  }
}
