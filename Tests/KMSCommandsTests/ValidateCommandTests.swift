import Testing

@testable import KMSCommands

@Suite struct ValidateCommandTests {
  private func broken() throws -> CommandHarness {
    let harness = try CommandHarness()
    try harness.writeStack()
    try harness.write(
      CommandHarness.rule.replacing("type: Private", with: "type: Privat"),
      to: "manifests/rule.yaml")
    return harness
  }

  @Test func problemsHavePlaceLineAndCaret() async throws {
    let harness = try broken()
    #expect(await harness.run("validate") == 65)
    #expect(harness.out.isEmpty)
    #expect(
      harness.err == """
        manifests/rule.yaml:5:9: error: 'type' is 'Privat', expected 'Private', 'Public' or 'VPC' [unknown-value]
        5 |   type: Privat
          |         ^
          note: did you mean 'Private'?

        The manifests are invalid: 1 error, 0 warnings in 2 files.

        """)
  }

  @Test func jsonHasTheSameProblems() async throws {
    let harness = try broken()
    #expect(await harness.run("validate", "-o", "json") == 65)
    #expect(
      harness.out == """
        {
          "diagnostics" : [
            {
              "code" : "unknown-value",
              "message" : "'type' is 'Privat', expected 'Private', 'Public' or 'VPC'",
              "notes" : [
                {
                  "message" : "did you mean 'Private'?"
                }
              ],
              "place" : {
                "column" : 9,
                "file" : "manifests/rule.yaml",
                "line" : 5
              },
              "severity" : "error"
            }
          ],
          "document" : "validate",
          "exit" : {
            "code" : 65,
            "reason" : "invalid-manifests"
          },
          "files" : 2,
          "formatVersion" : "1.0",
          "isValid" : false,
          "objects" : 1
        }

        """)
  }

  @Test func otherCommandsOpenNothingWhenManifestsAreInvalid() async throws {
    let harness = try broken()
    #expect(await harness.run("plan") == 65)
    #expect(await harness.run("drift") == 65)
    #expect(await harness.run("apply", "--auto-approve") == 65)
  }

  @Test func aMissingStackIsSaidPlainly() async throws {
    let harness = try CommandHarness()
    #expect(await harness.run("validate") == 65)
    #expect(harness.err.hasPrefix("error: no kmsctl.yaml in '"))
  }
}
