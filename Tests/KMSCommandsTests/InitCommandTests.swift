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

  @Test("B19: a directory with a long name gets a name that fits, and it is said")
  func b19LongDirectory() async throws {
    let harness = try CommandHarness()
    let long = String(repeating: "a", count: 80)
    let status = await harness.run(
      "init", "--account", "1192000000000000", "--region", "cn-hangzhou", "-C", long)
    #expect(status == 0)
    let short = String(repeating: "a", count: 63)
    #expect(try harness.read("\(long)/kmsctl.yaml").contains("  name: \(short)\n"))
    #expect(
      harness.err.hasPrefix(
        "the directory's name is longer than 63 characters: the stack is called '\(short)'"))
    #expect(await harness.run("validate", "-C", long) == 0)
  }

  static let refused: [([String], String)] = [
    (
      ["--region", "x", "--account", "1"],
      "error: 'x' is no region, expected one such as 'cn-hangzhou'\n  next step: pass another --region\n"
    ),
    (
      ["--region", "cn-hangzhou", "--account", "abc"],
      "error: account 'abc' is no account id, expected digits only\n  next step: 'kmsctl whoami' shows the account of your credentials\n"
    ),
    (
      ["--region", "cn-hangzhou", "--account", ""],
      "error: nothing was given\n  next step: pass another --account\n"
    ),
    (
      [
        "--region", "cn-hangzhou", "--account", "1192000000000000", "--name",
        String(repeating: "b", count: 64),
      ],
      "error: the name is '\(String(repeating: "b", count: 64))', expected 1 to 63 letters, digits, '_' and '-'\n  next step: pass another --name\n"
    ),
  ]

  @Test("B19: what validate refuses is not written", arguments: refused)
  func b19Refused(_ arguments: [String], _ expected: String) async throws {
    let harness = try CommandHarness()
    #expect(await harness.run(["init"] + arguments) == 64)
    #expect(harness.err.hasSuffix(expected))
    #expect(throws: (any Error).self) { try harness.read("kmsctl.yaml") }
  }

  @Test("B19: what is unusual is said and written") func b19Unusual() async throws {
    let harness = try CommandHarness()
    #expect(await harness.run("init", "--account", "1", "--region", "cn-hangzhou2") == 0)
    #expect(
      harness.err.hasPrefix(
        """
        warning: account '1' has 1 digits, account ids have 16; 'kmsctl whoami' shows the account of your credentials
        warning: region 'cn-hangzhou2' is not known to this version; did you mean 'cn-hangzhou'?

        """))
    #expect(await harness.run("validate") == 0)
  }

  @Test("B19: on a terminal it asks again, with the reason") func b19AsksAgain() async throws {
    let harness = try CommandHarness()
    let status = await harness.run(
      "init", "--name", "demo", "--region", "cn-hangzhou",
      answers: ["abc", "", "1192000000000000"])
    #expect(status == 0)
    #expect(try harness.read("kmsctl.yaml").contains("account: \"1192000000000000\""))
    #expect(
      harness.err.hasPrefix(
        """
        account number (16 digits): error: account 'abc' is no account id, expected digits only; 'kmsctl whoami' shows the account of your credentials
        account number (16 digits): error: nothing was given
        account number (16 digits): wrote kmsctl.yaml
        """))
  }

  @Test("B19: it does not ask for ever") func b19GivesUp() async throws {
    let harness = try CommandHarness()
    let status = await harness.run(
      "init", "--region", "cn-hangzhou", answers: Array(repeating: "abc", count: 50))
    #expect(status == 64)
    #expect(harness.err.hasSuffix("  next step: pass --account\n"))
  }

  @Test func asJSONItSaysWhatItWrote() async throws {
    let harness = try CommandHarness()
    let status = await harness.run(
      "init", "--name", "demo", "--account", "1192000000000000", "--region", "cn-hangzhou", "-o",
      "json")
    #expect(status == 0)
    #expect(
      harness.out == """
        {
          "document" : "init",
          "exit" : {
            "code" : 0,
            "reason" : "success"
          },
          "files" : [
            "kmsctl.yaml",
            "manifests/example.yaml",
            ".gitignore"
          ],
          "formatVersion" : "1.0",
          "stack" : {
            "account" : "1192000000000000",
            "name" : "demo",
            "region" : "cn-hangzhou",
            "uid" : "ababab"
          }
        }

        """)
  }

  @Test func aManifestThatIsThereStopsItBeforeItWrites() async throws {
    let harness = try CommandHarness()
    try harness.write("# mine", to: "manifests/example.yaml")
    #expect(await harness.run("init", "--account", "1", "--region", "cn-hangzhou") == 64)
    #expect(harness.err.contains("manifests/example.yaml exists already"))
    #expect(throws: (any Error).self) { try harness.read("kmsctl.yaml") }
  }

  /// Whatever init takes, validate takes; whatever it does not take, it does not write.
  @Test("B19: what init accepts, validate accepts") func b19Property() async throws {
    var random = SystemRandomNumberGenerator()
    let pieces = [
      "a", "Z", "0", "9", "-", "_", ".", " ", "\"", "'", ":", "#", "{", "\n", "é", "\u{301}",
      "null", "~", "true", "cn-hangzhou", "1192000000000000", "x", "\\", "\u{200B}", "&a", "*", "!",
      "<<", "%", "|", String(repeating: "a", count: 40),
    ]
    let word = { (random: inout SystemRandomNumberGenerator) in
      (0..<Int.random(in: 0...3, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
    }
    var accepted = 0
    for round in 0..<400 {
      let harness = try CommandHarness()
      let name = word(&random)
      let account = round.isMultiple(of: 2) ? "1192000000000000" : word(&random)
      let region = round.isMultiple(of: 3) ? word(&random) : "cn-hangzhou"
      let status = await harness.run([
        "init", "--name=\(name)", "--account=\(account)", "--region=\(region)",
      ])
      let given = "'\(name)' '\(account)' '\(region)'"
      guard status == 0 else {
        #expect(status == 64, "\(given)")
        #expect(throws: (any Error).self, "\(given)") { try harness.read("kmsctl.yaml") }
        continue
      }
      accepted += 1
      let valid = await harness.run("validate")
      #expect(valid == 0, "\(given)")
      let text = try harness.read("kmsctl.yaml")
      #expect(text.contains("account: \"\(account)\"\n  region: \(region)\n"), "\(given)")
    }
    #expect(accepted > 10)
  }

  @Test(
    "B19: names that YAML would read as something else",
    arguments: ["null", "Null", "-", "--", "-a", "true", "12", "1e3", "0x1"])
  func b19Names(_ name: String) async throws {
    let harness = try CommandHarness()
    let status = await harness.run(
      "init", "--name=\(name)", "--account", "1192000000000000", "--region", "cn-hangzhou")
    #expect(status == 0)
    #expect(await harness.run("validate") == 0)
  }
}
