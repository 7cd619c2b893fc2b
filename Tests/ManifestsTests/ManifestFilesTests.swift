import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite(.timeLimit(.minutes(10))) struct ManifestFilesTests {
  static func stack(_ manifests: String) -> String {
    """
    apiVersion: kmsctl.dev/v1
    kind: Stack
    metadata: {name: payments, uid: 7f3c1a}
    spec: {account: "1192000000000000", region: cn-hangzhou, manifests: \(manifests)}

    """
  }

  /// Diagnostics with their places.
  static func lines(_ loaded: LoadedManifests) -> [String] {
    loaded.report.diagnostics.map { "\($0.location.map(\.description) ?? "-"): \(text($0))" }
  }

  static func rules(_ loaded: LoadedManifests) -> [String]? {
    loaded.desired.map {
      $0.networkRules.values.map { "\($0.name) \($0.place.file)" }.sorted()
    }
  }

  @Test func directoriesAreReadRecursivelyAndOnlyManifestsInThem() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", Self.stack("[manifests/, extra/one.txt]"))
    try directory.write("manifests/b.yaml", privateRule("b"))
    try directory.write("manifests/a/deep/er.yml", privateRule("er"))
    try directory.write("manifests/.hidden.yaml", "[")
    try directory.write("manifests/.git/x.yaml", "[")
    try directory.write("manifests/readme.md", "[")
    try directory.write("manifests/a.yaml.bak", "[")
    try directory.write("extra/one.txt", privateRule("one"))
    try directory.write("extra/two.yaml", "[")
    let loaded = ManifestLoader.load(stackFile: directory("kmsctl.yaml"))
    #expect(Self.lines(loaded) == [])
    #expect(
      Self.rules(loaded) == [
        "b manifests/b.yaml", "er manifests/a/deep/er.yml", "one extra/one.txt",
      ])
    #expect(loaded.documentCounts == [.stack: 1, .networkRule: 3])
  }

  @Test func linksAreFollowedAndLoopsEnd() throws {
    let directory = try TemporaryDirectory()
    try directory.write(
      "kmsctl.yaml", Self.stack("[manifests, manifests/a.yaml, ./manifests/../manifests]"))
    try directory.write("manifests/a.yaml", privateRule("a"))
    try directory.write("elsewhere/b.yaml", privateRule("b"))
    try directory.link("manifests/loop", to: "..")
    try directory.link("manifests/other", to: "../elsewhere")
    try directory.link("manifests/same.yaml", to: "a.yaml")
    let loaded = ManifestLoader.load(stackFile: directory("kmsctl.yaml"))
    #expect(Self.lines(loaded) == [])
    #expect(
      Self.rules(loaded) == ["a manifests/a.yaml", "b manifests/loop/elsewhere/b.yaml"])
  }

  @Test func nothingOutsideTheStackIsReadOrShown() throws {
    let directory = try TemporaryDirectory()
    try directory.write("home/credentials.yaml", "https://bot:ghp_planted@example.com\n")
    try directory.write("org/kmsctl.yaml", Self.stack("[manifests, ../home/credentials.yaml]"))
    try directory.write("org/manifests/a.yaml", privateRule("a"))
    try directory.link("org/manifests/file.yaml", to: "../../home/credentials.yaml")
    try directory.link("org/manifests/home", to: "../../home")
    let loaded = ManifestLoader.load(stackFile: directory("org/kmsctl.yaml"))
    let note = "copy the file into the repository: a manifest must not be able to show other files"
    #expect(
      loaded.report.diagnostics.map { "\($0.location.map(\.description) ?? ""): \($0.message)" }
        == [
          "kmsctl.yaml:4:81: '../home/credentials.yaml' leads out of 'org', and nothing outside it is read",
          "manifests/file.yaml:1:1: 'manifests/file.yaml' leads out of 'org', and nothing outside it is read",
          "manifests/home:1:1: 'manifests/home' leads out of 'org', and nothing outside it is read",
        ])
    #expect(loaded.report.diagnostics.allSatisfy { $0.notes.map(\.message) == [note] })
    #expect(!"\(loaded.report)".contains("ghp_planted"))
    try directory.link("org/linked.yaml", to: "../home/credentials.yaml")
    let linked = ManifestLoader.load(stackFile: directory("org/linked.yaml"))
    #expect(linked.report.diagnostics.map(\.code.rawValue) == ["path-outside-repository"])
    #expect(!"\(linked.report)".contains("ghp_planted"))
  }

  @Test func theStackFileIsNoManifest() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", Self.stack("['.']"))
    try directory.write("a.yaml", privateRule("a"))
    let loaded = ManifestLoader.load(stackFile: directory("kmsctl.yaml"))
    #expect(Self.lines(loaded) == [])
    #expect(Self.rules(loaded) == ["a a.yaml"])
  }

  @Test func whatCannotBeReadIsSaid() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", Self.stack("[manifests, nowhere/, empty, pipe.yaml]"))
    try directory.makeDirectory("empty")
    try directory.makeDirectory("manifests")
    try directory.makePipe("pipe.yaml")
    try directory.makePipe("manifests/pipe.yaml")
    try directory.link("manifests/lost.yaml", to: "nothing")
    try directory.link("manifests/round.yaml", to: "round.yaml")
    let loaded = ManifestLoader.load(stackFile: directory("kmsctl.yaml"))
    #expect(
      Self.lines(loaded) == [
        """
        kmsctl.yaml:4:81: error[path-not-found]: 'nowhere/' cannot be read: no such file or directory
        note: paths are relative to the directory of kmsctl.yaml
        """,
        "kmsctl.yaml:4:91: warning[no-manifests]: 'empty' holds no file '*.yaml' or '*.yml'",
        "manifests/lost.yaml:1:1: error[unreadable-file]: the file cannot be read: no such file or directory",
        "manifests/pipe.yaml:1:1: error[unreadable-file]: the file cannot be read: not a regular file",
        "manifests/round.yaml:1:1: error[unreadable-file]: the file cannot be read: too many levels of symbolic links",
        "pipe.yaml:1:1: error[unreadable-file]: the file cannot be read: not a regular file",
      ])
    #expect(loaded.desired == nil)
  }

  @Test func aDirectoryWithoutManifestsIsAWarning() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", Self.stack("[empty]"))
    try directory.write("empty/readme.md", "x")
    let loaded = ManifestLoader.load(stackFile: directory("kmsctl.yaml"))
    #expect(
      Self.lines(loaded) == [
        "kmsctl.yaml:4:70: warning[no-manifests]: 'empty' holds no file '*.yaml' or '*.yml'"
      ])
    #expect(loaded.desired?.networkRules.isEmpty == true)
  }

  @Test func aMissingStackFileIsSaid() throws {
    let directory = try TemporaryDirectory()
    let loaded = ManifestLoader.load(stackFile: "kmsctl.yaml", workingDirectory: directory.path)
    #expect(
      Self.lines(loaded) == [
        """
        -: error[stack-not-found]: '\(directory("kmsctl.yaml"))' cannot be read: no such file or directory
        note: 'kmsctl init' writes one; '-C' and '--stack' say where it is
        """
      ])
    #expect(loaded.stack == nil)
  }

  @Test func aFileBeyondTheLimitIsRefused() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", Self.stack("[a.yaml]"))
    try directory.write("a.yaml", "#" + String(repeating: "x", count: 1_200_000))
    let loaded = ManifestLoader.load(stackFile: directory("kmsctl.yaml"))
    #expect(
      Self.lines(loaded) == [
        """
        a.yaml:1:1: error[yaml-limit]: the file is larger than 1 MiB
        note: split it into several files; directories are read recursively
        """
      ])
  }

  @Test func aSelectionMakesTheRunPartialButChecksEverything() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", Self.stack("[manifests]"))
    try directory.write("manifests/rules/a.yaml", privateRule("a"))
    try directory.write("manifests/rules/b.yaml", privateRule("b"))
    try directory.write(
      "manifests/policy.yaml",
      policy(
        "scope: kst-1, roles: [CryptoServiceKeyUser], resources: [key/*], networkRules: [a]",
        name: "p"))
    let load = { (paths: [String], here: String) in
      ManifestLoader.load(
        stackFile: directory("kmsctl.yaml"), only: paths, workingDirectory: directory(here))
    }
    let one = load(["b.yaml"], "manifests/rules")
    #expect(Self.rules(one) == ["b manifests/rules/b.yaml"])
    #expect(one.desired?.isPartial == true)
    #expect(one.desired?.policies.isEmpty == true)
    #expect(one.documentCounts == [.stack: 1, .networkRule: 2, .policy: 1])
    #expect(
      Self.rules(load(["manifests/rules"], ".")) == [
        "a manifests/rules/a.yaml", "b manifests/rules/b.yaml",
      ])
    let policyOnly = load([directory("manifests/policy.yaml")], ".")
    #expect(Self.lines(policyOnly) == [])
    #expect(policyOnly.desired?.policies.keys.sorted() == ["p"])
    #expect(policyOnly.desired?.networkRules.isEmpty == true)
  }

  @Test func aSelectionOutsideTheStackIsRefused() throws {
    let directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", Self.stack("[manifests]"))
    try directory.write("manifests/a.yaml", privateRule("a"))
    try directory.write("other.yaml", privateRule("b"))
    let loaded = ManifestLoader.load(
      stackFile: directory("kmsctl.yaml"), only: ["other.yaml", "nowhere.yaml"],
      workingDirectory: directory.path)
    #expect(
      Self.lines(loaded) == [
        "-: error[path-not-found]: 'nowhere.yaml' cannot be read: no such file or directory",
        """
        kmsctl.yaml:4:70: error[path-outside-stack]: 'other.yaml' is no manifest of this stack
        note: add it to 'spec.manifests': what it declares would be deleted by a full run
        """,
      ])
    #expect(loaded.desired == nil)
  }
}
