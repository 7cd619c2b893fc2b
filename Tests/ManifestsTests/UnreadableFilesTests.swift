import Diagnostics
import FoundationEssentials
import Glibc
import KMSModel
import Manifests
import Testing

/// What could not be read is an error, and what is skipped is said: neither is taken for absent.
@Suite struct UnreadableFilesTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write("kmsctl.yaml", ManifestFilesTests.stack("[manifests]"))
    try directory.write("manifests/0.yaml", privateRule("zero"))
  }

  private func load() -> LoadedManifests {
    ManifestLoader.load(stackFile: directory("kmsctl.yaml"))
  }

  private func lines() -> [String] { ManifestFilesTests.lines(load()) }

  private let linkNote =
    "note: what cannot be looked at may be a directory of manifests; mend or remove it"

  @Test("B4: a link to a directory that is gone is unreadable") func b4DanglingDirectory() throws {
    try directory.link("manifests/apps", to: "../apps")
    #expect(
      lines() == [
        """
        manifests/apps:1:1: error[unreadable-file]: the file cannot be read: no such file or directory
        \(linkNote)
        """
      ])
    #expect(load().desired == nil)
  }

  @Test("B4: a loop of links is unreadable, whatever its name") func b4Loop() throws {
    try directory.link("manifests/round", to: "round")
    #expect(
      lines() == [
        """
        manifests/round:1:1: error[unreadable-file]: the file cannot be read: too many levels of symbolic links
        \(linkNote)
        """
      ])
  }

  @Test("B4: a directory whose name is not UTF-8 is unreadable, and so is a manifest")
  func b4Names() throws {
    for name in ["ap\u{0}ps", "m\u{0}.yaml"] {
      let bytes = Array(directory("manifests/\(name)").utf8).map { $0 == 0 ? 0xFF : $0 } + [0]
      let made = mkdir(bytes.map { CChar(bitPattern: $0) }, 0o700)
      #expect(made == 0)
    }
    #expect(
      lines() == [
        """
        manifests/ap\u{FFFD}ps:1:1: error[unreadable-file]: the file cannot be read: its name is not UTF-8
        \(linkNote)
        """,
        "manifests/m\u{FFFD}.yaml:1:1: error[unreadable-file]: the file cannot be read: its name is not UTF-8",
      ])
  }

  @Test("B4: a file that says nothing of its size is read to its end") func b4Size() throws {
    // Files of /proc have size 0.
    let file = ManifestLoader.load(
      stackFile: "/proc/self/mountinfo", workingDirectory: directory.path)
    #expect(file.report.diagnostics.map(\.code) != ["missing-stack"])
    #expect(file.report.sources.values.map(\.lines.count).max() ?? 0 > 1)
  }

  @Test("B4: a stack file that is a link to nothing does not give way to one above")
  func b4StackFile() throws {
    try directory.makeDirectory(".git")
    try directory.makeDirectory("below")
    try directory.link("below/kmsctl.yaml", to: "nothing")
    #expect(StackLocator.locate(from: directory("below")) == directory("below/kmsctl.yaml"))
  }

  @Test("B4: a broken .git still bounds what is read") func b4Boundary() throws {
    try directory.makeDirectory(".git")
    try directory.makeDirectory("below")
    try directory.link("below/.git", to: "nothing")
    try directory.write("below/kmsctl.yaml", ManifestFilesTests.stack("[../manifests]"))
    let loaded = ManifestLoader.load(stackFile: directory("below/kmsctl.yaml"))
    #expect(loaded.report.diagnostics.map(\.code) == ["path-outside-repository"])
  }

  @Test(
    "B18: a file without a document is a warning",
    arguments: ["", "\n", "# gone\n", "---\n", "---\n...\n", "\u{FEFF}"])
  func b18NoDocument(_ text: String) throws {
    try directory.write("manifests/m.yaml", text)
    #expect(
      lines() == [
        """
        manifests/m.yaml:1:1: warning[no-document]: the file holds no document
        note: a manifest that lost its content deletes what it declared; remove the file if that is meant
        """
      ])
    #expect(load().desired != nil)
  }

  @Test(
    "B18: a file with nearly the name of a manifest is a warning",
    arguments: [
      "m.YAML", "m.Yml", "m.json", "m.jsonc", "m.yaml.txt", "m.yml ", "m.ymal", "m.yaml~", "m.yam",
      "m.yaml.",
    ])
  func b18Skipped(_ name: String) throws {
    try directory.write("manifests/\(name)", privateRule("m"))
    #expect(
      lines() == [
        """
        manifests/\(name):1:1: warning[skipped-file]: 'manifests/\(name)' is not read: only '*.yaml' and '*.yml' are
        note: rename it, or move it elsewhere if it is no manifest
        """
      ])
  }

  @Test(
    "B18: other files are passed over in silence",
    arguments: ["README.md", "m.yaml.bak", "m.yaml.orig", "notes.txt", "a.xml", "Makefile", "yaml"])
  func b18Others(_ name: String) throws {
    try directory.write("manifests/\(name)", "x")
    #expect(lines() == [])
  }

  @Test("B18: an empty directory is a warning, as a submodule leaves that was not fetched")
  func b18Empty() throws {
    try directory.makeDirectory("manifests/sub")
    #expect(
      lines() == [
        """
        manifests/sub:1:1: warning[no-manifests]: the directory is empty
        note: remove it; if it is a submodule, 'git submodule update --init' fetches it
        """
      ])
    try directory.write("manifests/sub/readme.md", "x")
    #expect(lines() == [])
  }

  @Test("B18: an entry that names the stack's own file matches nothing") func b18Entry() throws {
    try directory.write("kmsctl.yaml", ManifestFilesTests.stack("[manifests, kmsctl.yaml]"))
    #expect(
      lines() == [
        "kmsctl.yaml:4:81: warning[no-manifests]: 'kmsctl.yaml' is the stack's own file and holds no manifests"
      ])
  }

  @Test("B18: a pattern is said not to be one") func b18Pattern() throws {
    try directory.write("kmsctl.yaml", ManifestFilesTests.stack("['manifests/*.yaml']"))
    #expect(
      lines() == [
        """
        kmsctl.yaml:4:70: error[path-not-found]: 'manifests/*.yaml' cannot be read: no such file or directory
        note: patterns are not possible here; name the directory
        """
      ])
  }

  @Test("places in the report are relative to whoever reads it, those of the state to the stack")
  func places() throws {
    try directory.write("manifests/1.yaml", "")
    let loaded = ManifestLoader.load(
      stackFile: directory("kmsctl.yaml"), workingDirectory: directory.path,
      reader: directory("elsewhere/deep"))
    #expect(loaded.report.diagnostics.map(\.location?.file) == ["../../manifests/1.yaml"])
    #expect(loaded.report.sources.keys.sorted() == ["../../manifests/1.yaml"])
    #expect(loaded.desired?.networkRules["zero"]?.place.file == "manifests/0.yaml")
  }
}
