import Foundation
import Testing

@testable import KMSCommands

/// What becomes of words that the parser does not take.
@Suite struct CommandWordsTests {
  @Test(arguments: [
    (
      "plan --out x", "'kmsctl plan' has no option '--out'",
      "a plan cannot be saved yet: note its fingerprint, which 'kmsctl apply --expect' takes"
    ),
    ("plan --tarquet x", "'kmsctl plan' has no option '--tarquet'", "did you mean '--target'?"),
    (
      "apply -auto-approve", "'kmsctl apply' has no option '-auto-approve'",
      "'kmsctl apply --help' shows what there is"
    ),
    (
      "apply --allow-delte aap/x", "'kmsctl apply' has no option '--allow-delte'",
      "'kmsctl apply --help' shows what there is"
    ),
    ("pln", "'kmsctl' has no command 'pln'", "did you mean 'kmsctl plan'?"),
    (
      "key retier", "'kmsctl key' has no command 'retier'",
      "'kmsctl key --help' shows what there is"
    ),
    (
      "plan --parallelism 0", "--parallelism is 0, expected 1 to 64",
      "'kmsctl plan --help' shows what there is"
    ),
    (
      "plan -o yaml",
      "the value 'yaml' is invalid for '-o <output>', expected one of 'text' and 'json'",
      "'kmsctl plan --help' shows what there is"
    ),
    (
      "key verify", "missing expected argument '<file>'",
      "'kmsctl key verify --help' shows what there is"
    ),
  ])
  func everyWordThatIsNotTakenHasANextStep(
    line: String, message: String, nextStep: String
  ) async throws {
    let harness = try CommandHarness()
    #expect(await harness.run(line.split(separator: " ").map(String.init)) == 64)
    #expect(harness.err == "error: \(message)\n  next step: \(nextStep)\n")
    #expect(harness.out.isEmpty)
  }

  /// Every option of every command with a letter dropped, doubled or exchanged.
  @Test(arguments: [
    "plan", "apply", "drift", "key list", "key rotate", "key retire", "key orphans", "sdk-config",
    "sandbox edit", "init",
  ])
  func noTypoLeadsToConsent(command: String) throws {
    let path = command.split(separator: " ").map(String.init)
    let catalog = try #require(CommandCatalog())
    let options = catalog.command(of: path).command.longOptions
    #expect(options.count > 3)
    let consent = options.filter { Consent.isGiven(by: $0) }
    for option in options {
      let letters = Array(option)
      for index in 2..<letters.count {
        let head = String(letters[..<index])
        let tail = String(letters[(index + 1)...])
        for typo in [head + tail, head + "q" + tail, head + "q" + String(letters[index...])] {
          let failure = UsageFailure(
            "Unknown option '\(typo)'", words: path + [typo], catalog: catalog
          )
          .failure
          let step = try #require(failure.nextStep)
          #expect(!consent.contains { step.contains("'\($0)'") }, "\(typo): \(step)")
        }
      }
    }
  }

  @Test func noForeignWordLeadsToConsent() throws {
    let catalog = try #require(CommandCatalog())
    let consent = ["plan", "apply", "key", "key rotate", "key orphans", "sdk-config", "sandbox"]
      .flatMap {
        catalog.command(of: $0.split(separator: " ").map(String.init)).command.longOptions
      }
      .filter { Consent.isGiven(by: $0) }
    #expect(Set(consent).count > 8)
    let hints = Array(ForeignWords.commands.values) + Array(ForeignWords.options.values)
    for hint in hints {
      #expect(!consent.contains { hint.contains($0) }, "\(hint)")
    }
  }

  @Test(
    arguments: [
      (["-C", "x", "plan"], ["plan", "-C", "x"]),
      (
        ["--chdir=x", "-o", "json", "key", "list", "--all"],
        ["key", "list", "--chdir=x", "-o", "json", "--all"]
      ),
      (
        ["--verbose", "sandbox", "serve", "--", "--strict", "all"],
        ["sandbox", "serve", "--verbose", "--", "--strict", "all"]
      ),
      (["--help", "plan"], ["--help", "plan"]), (["-C", "x"], ["-C", "x"]), (["-C"], ["-C"]),
      (["--bogus", "plan"], ["--bogus", "plan"]), (["plan", "-C", "x"], ["plan", "-C", "x"]),
      (["-C", "x", "frob", "y"], ["frob", "-C", "x", "y"]), ([], []),
    ] as [([String], [String])])
  func optionsBeforeTheVerbMoveBehindIt(words: [String], moved: [String]) {
    #expect(LeadingOptions.moved(words) == moved)
  }

  @Test(
    arguments: [
      (["plan", "--nonsense", "-o", "json"], [:]), (["frobnicate", "--output=json"], [:]),
      (["key", "verify"], ["KMSCTL_OUTPUT": "json"]), (["-o", "json", "frobnicate"], [:]),
      (["plan"], ["KMSCTL_OUTPUT": "json", "KMSCTL_BOGUS": "1"]),
    ] as [([String], [String: String])])
  func aCommandLineThatCannotBeUsedIsADocumentToo(
    words: [String], environment: [String: String]
  ) async throws {
    let harness = try CommandHarness()
    #expect(await harness.run(words, environment: environment) == 64)
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(harness.out.utf8)) as? [String: Any])
    #expect(document["document"] as? String == "error")
    #expect(document["message"] is String)
    #expect(document["nextStep"] is String)
  }

  /// Whoever adds a variable has to add it to the table, or it is refused before it is read.
  @Test func everyVariableThatIsReadIsKnown() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let files = try #require(
      FileManager.default.enumerator(atPath: root + "/Sources/KMSCommands"))
    var read: Set<String> = []
    let call = /(?:setting|isOn|given)\((?:[^()"]|"--[a-z-]+")*"(?<name>[A-Z_]+)"\)/
    for case let file as String in files where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: root + "/Sources/KMSCommands/" + file, encoding: .utf8)
      read.formUnion(text.matches(of: call).map { String($0.output.name) })
    }
    #expect(read == Set(Setting.options.map(\.name)))
  }

  @Test func whatProgramsOfManifestsGetIsKnown() throws {
    for name in ["ACCESS_POINT", "KEY_ID", "NOT_AFTER", "SUCCESSOR_KEY_ID"] {
      try EnvironmentCheck(environment: ["KMSCTL_" + name: "x"]).check()
    }
  }
}
