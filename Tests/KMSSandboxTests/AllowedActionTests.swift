import Testing

@testable import KMSSandbox

@Suite struct AllowedActionTests {
  private static func client(_ actions: [String]?) async throws -> SandboxClient {
    var options = SandboxOptions()
    options.allowedActions = actions
    return try await SandboxClient(options)
  }

  @Test(arguments: [
    (["kms:List*"], "ListPolicies", true), (["kms:List*"], "DescribePolicy", false),
    (["kms:ListPolicies"], "ListPolicies", true), (["kms:ListPolicies"], "ListSecrets", false),
    (["kms:*"], "DeletePolicy", true), (["*"], "DeletePolicy", true), ([], "ListPolicies", false),
    (["kms:listpolicies"], "ListPolicies", false), ([], "GetCallerIdentity", true),
  ])
  func onlyTheseActionsAreAllowed(
    actions: [String], operation: String, isAllowed: Bool
  ) async throws {
    let client = try await Self.client(actions)
    let answer = try await client.call(operation, ["Name": "console-made"])
    #expect(answer.status == (isAllowed ? 200 : 403))
    let code = isAllowed ? nil : "Forbidden.NoPermission"
    #expect(answer.body["Code"]?.stringValue == code)
  }

  @Test func aDeniedCallChangesNothing() async throws {
    let client = try await Self.client(["kms:Describe*"])
    #expect(
      try await client.code("DeletePolicy", ["Name": "console-made"]) == "Forbidden.NoPermission")
    #expect(try await client.call("DescribePolicy", ["Name": "console-made"]).status == 200)
  }

  @Test(arguments: [
    ("*", true), ("kms:*", true), ("kms:List*", true), ("kms:", false), ("List*", false),
    ("ram:ListUsers", false), ("kms:List Policies", false),
  ])
  func patternsOfOtherProductsAreRefused(text: String, isPattern: Bool) {
    #expect(SandboxOptions.isActionPattern(text) == isPattern)
  }
}
