import ArgumentParser
import Foundation
import Testing

@testable import KMSCommands

@Suite struct CommandReferenceTests {
  private static let commands: [[String]] = [
    [], ["validate"], ["plan"], ["apply"], ["drift"], ["init"], ["whoami"], ["sandbox"],
    ["sandbox", "serve"], ["sandbox", "edit"], ["sandbox", "reset"], ["sandbox", "log"],
    ["schema"], ["completions"], ["version"], ["key"], ["key", "list"],
    ["key", "rotate"], ["key", "retire"], ["key", "orphans"], ["key", "verify"], ["key", "trace"],
    ["sdk-config"],
  ]

  private static let introduction = """
    # Command reference

    The help texts, as `kmsctl help <command>` prints them. A test keeps this page equal to the
    program; `UPDATE_GOLDENS=1 swift test --filter CommandReferenceTests` writes it anew.
    See also the [exit codes](exit-codes.md) and the [JSON output](json-output.md).

    """

  /// The page is what the program says, so it cannot fall behind.
  @Test func pageIsWhatTheProgramSays() throws {
    var page = Self.introduction
    for words in Self.commands {
      let help = try Self.help(words)
      #expect(help.contains("USAGE: kmsctl"))
      page += "\n## \((["kmsctl"] + words).joined(separator: " "))\n\n```text\n\(help)\n```\n"
    }
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/command-reference.md")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try page.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
  }

  private static func help(_ words: [String]) throws -> String {
    do {
      // `--help` parses to a command whose run throws the text.
      var command = try Kmsctl.parseAsRoot(words + ["--help"])
      try command.run()
      return ""
    } catch {
      let text = Kmsctl.fullMessage(for: error, columns: 95)
      let lines = try text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.replacing(try Regex(" +$"), with: "")
      }
      return lines.joined(separator: "\n").trimmingCharacters(in: .newlines)
    }
  }
}
