import KMSModel
import Testing

@testable import KMSCommands

@Suite struct SandboxFieldTests {
  private func field(_ text: String, _ kind: ResourceKind) throws -> SandboxField {
    try SandboxField(text, of: kind)
  }

  @Test func manifestWordsBecomeWireNames() throws {
    let roles = try field("roles=CryptoServiceKeyUser", .policy)
    #expect(roles.wireName == "Permissions")
    #expect(roles.value == .list(["RbacPermission/Template/CryptoServiceKeyUser"]))
    let sources = try field("allowedSourceIPs=10.0.0.1,10.0.0.2/31", .networkRule)
    #expect(sources.wireName == "SourcePrivateIp")
    #expect(sources.value == .list(["10.0.0.1", "10.0.0.2/31"]))
    #expect(try field("networkRules=unrestricted", .policy).value == .text(""))
    #expect(try field("scope=SharedKMSGateway", .policy).value == .text("shared"))
    #expect(try field("description=a=b", .accessPoint).value == .text("a=b"))
  }

  @Test func unknownFieldsNameTheKnownOnes() {
    #expect(
      throws: CommandFailure(
        .usage, "a policy has no field 'colour'",
        nextStep: "it has description, scope, roles, resources, networkRules")
    ) {
      try SandboxField("colour=red", of: .policy)
    }
  }
}
