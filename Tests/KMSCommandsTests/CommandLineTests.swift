import Testing

@testable import KMSCommands

@Suite struct CommandLineTests {
  @Test(arguments: [
    ["plan", "--nonsense"], ["frobnicate"], ["plan", "--parallelism", "0"],
    ["plan", "--allow-delete", "policy/*"], ["plan", "--allow-delete", "orders"],
    ["plan", "--allow-unseen-referrers", "policy/*"],
    ["plan", "--sandbox", "--endpoint", "http://127.0.0.1:1"], ["plan", "-o", "yaml"],
    ["sandbox", "edit", "policy/x"], ["sandbox", "edit", "policy/x", "--delete", "roles=a"],
    ["schema", "Nonsense"], ["plan", "--target", "orders"], ["apply"],
    ["key", "rotate"], ["key", "rotate", "--due", "--now"], ["key", "rotate", "a", "--due"],
    ["key", "rotate", "a", "--now", "--compromised"], ["key", "rotate", "--due"],
    ["key", "retire", "796fb7da", "--auto-approve"], ["key", "retire"], ["key", "verify"],
    ["key", "list", "--fail-on", "old"], ["key", "list", "-o", "xml"], ["sdk-config"],
    ["sdk-config", "a", "--replace"], ["sdk-config", "a", "--print", "--directory", "b"],
  ])
  func unusableCommandLinesExitWith64(arguments: [String]) async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    #expect(await harness.run(arguments) == 64)
    #expect(harness.out.isEmpty)
    #expect(!harness.err.isEmpty)
  }

  @Test func applyWithoutTerminalNamesTheFlag() async throws {
    let harness = try CommandHarness()
    #expect(await harness.run("apply") == 64)
    #expect(
      harness.err == """
        error: there is no terminal to ask for approval on
          next step: pass --auto-approve, best together with --expect and the fingerprint of a \
        reviewed 'kmsctl plan'

        """)
  }

  @Test(arguments: [
    ["--help"], ["plan", "--help"], ["apply", "--help"], ["sandbox", "edit", "--help"],
    ["help", "drift"], ["version"], ["schema"], ["schema", "plan"], ["completions", "bash"],
    ["completions", "zsh"], ["completions", "fish"], [],
  ])
  func harmlessCommandsWriteToStdoutOnly(arguments: [String]) async throws {
    let harness = try CommandHarness()
    #expect(await harness.run(arguments) == 0)
    #expect(!harness.out.isEmpty)
    #expect(harness.err.isEmpty)
  }

  @Test(arguments: [
    "init", "validate", "plan", "apply", "drift", "whoami", "sandbox", "schema", "version", "key",
    "completions", "sdk-config",
  ])
  func everyHelpHasExamples(command: String) async throws {
    let harness = try CommandHarness()
    #expect(await harness.run(command, "--help") == 0)
    #expect(harness.out.contains("Examples:\n  kmsctl \(command)"))
  }

  @Test func variablesStandInForFlags() async throws {
    let harness = try CommandHarness()
    try harness.writeStack()
    #expect(await harness.run("validate", environment: ["KMSCTL_OUTPUT": "json"]) == 0)
    #expect(harness.out.contains("\"document\" : \"validate\""))
    #expect(await harness.run("validate", environment: ["KMSCTL_OUTPUT": "xml"]) == 64)
    #expect(await harness.run("validate", environment: ["KMSCTL_CHDIR": "nowhere"]) == 65)
    #expect(
      await harness.run("apply", environment: ["KMSCTL_AUTO_APPROVE": "1"]) == 64)
  }

  @Test func versionIsOneLine() async throws {
    let harness = try CommandHarness()
    #expect(await harness.run("version") == 0)
    #expect(harness.out == "kmsctl 0.1.0\n")
  }
}
