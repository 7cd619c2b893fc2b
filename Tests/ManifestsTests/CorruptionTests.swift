import Diagnostics
import FoundationEssentials
import KMSModel
import Manifests
import Testing

/// Damaged files: whatever comes, it is a state or an error with a place.
@Suite(.timeLimit(.minutes(2))) struct CorruptionTests {
  static let rounds = 200

  struct Project: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var stack: SourceFile
    var manifests: [SourceFile]
  }

  static let projects: [Project] = {
    let roots = [PackageRoot.path, "\(PackageRoot.path)/Tests/ManifestsTests/Fixtures"]
    return roots.compactMap { root in
      guard let stack = file("kmsctl.yaml", in: root) else { return nil }
      let directory = "\(root)/manifests"
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: directory)) ?? []
      let files = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
        .compactMap { file("manifests/\($0)", in: root) }
      return Project(
        testDescription: root.hasSuffix("Fixtures") ? "fixtures" : "example organisation",
        stack: stack, manifests: files)
    }
  }()

  static func file(_ path: String, in root: String) -> SourceFile? {
    guard let data = try? Data(contentsOf: URL(filePath: "\(root)/\(path)")) else { return nil }
    return SourceFile(path: path, bytes: Array(data))
  }

  @Test(arguments: projects) func damagedFilesGiveAStateOrErrorsWithPlaces(_ project: Project)
    throws
  {
    var random = SeededGenerator(seed: 20_261_123)
    var valid = 0
    for round in 0..<Self.rounds {
      var damaged = project
      let kind = Corruption.allCases[round % Corruption.allCases.count]
      let index = Int.random(in: 0...project.manifests.count, using: &random)
      if index < project.manifests.count {
        damaged.manifests[index].bytes = kind.apply(
          to: project.manifests[index].bytes, using: &random)
      } else {
        damaged.stack.bytes = kind.apply(to: project.stack.bytes, using: &random)
      }
      let loaded = ManifestLoader.load(stack: damaged.stack, manifests: damaged.manifests)
      let errors = loaded.report.diagnostics.filter { $0.severity == .error }
      #expect((loaded.desired == nil) == !errors.isEmpty, "round \(round)")
      #expect(!errors.contains { $0.location == nil }, "round \(round)")
      valid += errors.isEmpty ? 1 : 0
    }
    print(
      "corruption of the \(project.testDescription): \(Self.rounds) damaged files,"
        + " \(Self.rounds - valid) refused with a place, \(valid) still valid, 0 crashed")
    #expect((1..<Self.rounds).contains(valid))
  }

  /// A password that stands where it must not is never shown, however the file is damaged.
  @Test func aPasswordIsNotShownInDamagedFiles() {
    let key =
      "validity: 1y\n    password: Hunter2-hunter2\n    deliverTo: [{directory: {path: /a}}]"
    let yaml = accessPoint("policies: [p]").replacing(
      "spec: {policies: [p]}", with: "spec:\n  policies: [p]\n  clientKey:\n    \(key)")
    let original = SourceFile(path: "m.yaml", bytes: Array(yaml.utf8))
    let stack = SourceFile(path: "kmsctl.yaml", bytes: Array(exampleStack.utf8))
    var random = SeededGenerator(seed: 7)
    for round in 0..<(10 * Self.rounds) {
      let kind = Corruption.allCases[round % Corruption.allCases.count]
      var damaged = original
      damaged.bytes = kind.apply(to: original.bytes, using: &random)
      // Without its key nothing tells a password from any other text.
      let isKnown = String(decoding: damaged.bytes, as: UTF8.self).contains("password: ")
      guard isKnown else { continue }
      let report = ManifestLoader.load(stack: stack, manifests: [damaged]).report
      // What is printed: messages, and the lines they point at.
      let lines = report.diagnostics.compactMap { diagnostic in
        diagnostic.location.flatMap { report.sources[$0.file]?.line($0.line) }
      }
      let shown = report.diagnostics.map(text) + lines
      let leaks = shown.filter { $0.contains("unter2") }
      #expect(leaks == [], "round \(round)")
    }
  }
}
