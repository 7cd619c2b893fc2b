import Foundation
import Testing

@testable import KMSCommands

@Suite struct EmbeddedSchemasTests {
  private static let directory = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "schemas")

  @Test func textsAreTheFilesToTheLetter() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.directory.path())
      .filter { $0.hasSuffix(".schema.json") }.sorted()
    let files = try names.map { name in
      try String(contentsOf: Self.directory.appending(path: name), encoding: .utf8)
    }
    #expect(!files.isEmpty)
    #expect(EmbeddedSchemas.all.map { $0.name + ".schema.json" } == names)
    #expect(EmbeddedSchemas.all.map(\.text) == files)
  }

  @Test func kindsAreFoundInAnyCase() async throws {
    let harness = try CommandHarness()
    #expect(await harness.run("schema", "NetworkRule") == 0)
    #expect(harness.out.contains("\"title\": \"kmsctl network rule\""))
  }
}
