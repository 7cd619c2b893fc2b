import Diagnostics
import FoundationEssentials
import Testing
import YAMLSource

@testable import Manifests

/// Every code is explained in `docs/diagnostics.md`, with its severity and whether it is waivable.
@Suite struct DocumentationTests {
  static func entries() throws -> [String: String] {
    let path = "\(PackageRoot.path)/docs/diagnostics.md"
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    var entries: [String: String] = [:]
    for section in text.split(separator: "\n### `").dropFirst() {
      let parts = section.split(separator: "`", maxSplits: 1)
      entries[String(parts[0])] = String(parts.last ?? "")
    }
    return entries
  }

  @Test func everyCodeHasAnEntryAndEveryEntryACode() throws {
    let codes = YAMLCheck.allCases.map(\.rawValue) + ManifestCheck.allCases.map(\.rawValue)
    #expect(try Self.entries().keys.sorted() == codes.sorted())
  }

  @Test(arguments: SchemaTests.mappings)
  func everyFieldIsInTheReference(_ mapping: SchemaTests.Mapping) throws {
    let path = "\(PackageRoot.path)/docs/manifest-reference.md"
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    let missing = mapping.fields.names.filter {
      !text.contains("`\($0)") && !text.contains(".\($0)`") && !text.contains(".\($0).")
        && !text.contains("{\($0)")
    }
    #expect(missing == [])
  }

  @Test(arguments: ManifestCheck.allCases)
  func entriesSaySeverityAndWaiver(_ check: ManifestCheck) throws {
    let entry = try #require(try Self.entries()[check.rawValue])
    let head = String(entry.split(separator: "\n")[0])
    #expect(head == " · \(check.severity.rawValue)\(check.isWaivable ? ", waivable" : "")")
    #expect(entry.contains("\nFix: "))
  }
}
