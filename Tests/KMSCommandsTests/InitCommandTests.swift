import Testing

@testable import KMSCommands

@Suite struct InitCommandTests {
  @Test func whatItWritesIsValid() async throws {
    let harness = try CommandHarness()
    let status = await harness.run(
      "init", "--name", "demo", "--account", "1192000000000000", "--region", "cn-hangzhou")
    #expect(status == 0)
    #expect(
      try harness.read("kmsctl.yaml") == """
        apiVersion: kmsctl.dev/v1
        kind: Stack
        metadata:
          name: demo
          uid: ababab   # makes objects this stack's; never copy it into another repository
        spec:
          account: "1192000000000000"
          region: cn-hangzhou
          manifests: [manifests/]

        """)
    #expect(await harness.run("validate") == 0)
    #expect(harness.out == "Valid: 1 object, 0 errors, 0 warnings in 2 files.\n")
  }

  @Test func itNeverOverwrites() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    let status = await harness.run("init", "--account", "1", "--region", "cn-hangzhou")
    #expect(status == 64)
    #expect(try harness.read("kmsctl.yaml") == CommandHarness.stack)
    #expect(harness.err.contains("exists already"))
  }

  @Test func withoutATerminalItNamesTheFlag() async throws {
    let harness = try CommandHarness()
    #expect(await harness.run("init", "--region", "cn-hangzhou") == 64)
    #expect(
      harness.err == """
        error: --account is missing and there is no terminal to ask on
          next step: pass --account

        """)
  }

  @Test func onATerminalItAsks() async throws {
    let harness = try CommandHarness()
    let status = await harness.run(
      "init", "--name", "demo", "--region", "cn-hangzhou", answer: "42")
    #expect(status == 0)
    #expect(try harness.read("kmsctl.yaml").contains("account: \"42\""))
  }

  @Test func itSaysWhatIsThereBeforeItAsks() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    #expect(await harness.run("init") == 64)
    #expect(harness.err.contains("kmsctl.yaml exists already"))
  }

  @Test func itAppendsToGitignoreOnce() async throws {
    let harness = try CommandHarness()
    try harness.write("*.o", to: ".gitignore")
    #expect(await harness.run("init", "--account", "1", "--region", "cn-hangzhou") == 0)
    #expect(try harness.read(".gitignore") == "*.o\n.kmsctl/\n")
    #expect(harness.err.contains("wrote .gitignore: .kmsctl/ is the sandbox's\n"))
    #expect(try !IgnoreFile(directory: harness.directory).addSandbox())
    #expect(try harness.read(".gitignore") == "*.o\n.kmsctl/\n")
  }
}
