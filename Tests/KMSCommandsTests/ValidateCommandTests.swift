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

  @Test("places are relative to where the caller is, -C or not") func placesForTheCaller()
    async throws
  {
    let harness = try CommandHarness()
    try harness.write(CommandHarness.stack, to: "envs/prod/kmsctl.yaml")
    try harness.write(
      CommandHarness.rule.replacing("type: Private", with: "type: Privat"),
      to: "envs/prod/manifests/rule.yaml")
    #expect(await harness.run("validate", "-C", "envs/prod") == 65)
    #expect(harness.err.hasPrefix("envs/prod/manifests/rule.yaml:5:9: error: 'type' is 'Privat'"))
    #expect(harness.err.contains("\n5 |   type: Privat\n"))
    #expect(await harness.run("validate", "--stack", "envs/prod/kmsctl.yaml", "-o", "json") == 65)
    #expect(harness.out.contains("\"file\" : \"envs/prod/manifests/rule.yaml\""))
  }

  @Test("warnings are counted in one line by commands that are about something else")
  func warningsInOneLine() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    try harness.write("", to: "manifests/empty.yaml")
    let line = "1 warning in the manifests; 'kmsctl validate' shows it\n"
    for command in [
      ["key", "list"], ["key", "orphans"], ["key", "rotate", "a", "--auto-approve"],
    ] {
      _ = await harness.run(command)
      #expect(harness.err.hasPrefix(line), "\(command)")
      #expect(!harness.err.contains("[no-document]"))
    }
    for command in [["plan"], ["drift"], ["apply", "--auto-approve"], ["validate"]] {
      _ = await harness.run(command)
      #expect(harness.err.contains("[no-document]"), "\(command)")
    }
    try harness.write("", to: "manifests/more.yaml")
    _ = await harness.run("key", "list")
    #expect(harness.err.hasPrefix("2 warnings in the manifests; 'kmsctl validate' shows them\n"))
  }

  @Test("B18: validate says that a file lost its content, and succeeds") func b18() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    try harness.write("", to: "manifests/empty.yaml")
    #expect(await harness.run("validate") == 0)
    #expect(harness.err.hasPrefix("manifests/empty.yaml:1:1: warning: the file holds no document"))
    #expect(harness.out == "Valid: 1 object, 0 errors, 1 warning in 3 files.\n")
  }
}
