import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct DestinationDecoderTests {
  static let cases = [
    Case(
      "missing",
      accessPoint("policies: [p], clientKey: ①{validity: 1y}") + "---\n" + keyPolicy("p"),
      "error[missing-key]: 'clientKey' has no 'deliverTo'"),
    Case(
      "text", accessPoint(withKey: "deliverTo: [①/var/lib/a]"),
      "error[wrong-type]: an entry of 'deliverTo' is a text, expected a mapping with one key, such as 'directory'"
    ),
    Case(
      "not a list", accessPoint(withKey: "deliverTo: ①{directory: {path: /a}}"),
      "error[wrong-type]: 'deliverTo' is a mapping, expected a list of destinations"),
    Case(
      "two kinds in one entry",
      accessPoint(withKey: "deliverTo: [①{directory: {path: /a}, command: [b]}]"),
      "error[wrong-type]: an entry of 'deliverTo' has 2 keys, expected one such as 'directory'\nnote: each destination starts with its own '-'"
    ),
    Case(
      "command as a list", accessPoint(withKey: "deliverTo: [{command: ①[b]}]"),
      "error[wrong-type]: 'command' is a list, expected a mapping"),
    Case(
      "secret", accessPoint(withKey: "deliverTo: [{①kmsSecret: {name: b}}]"),
      "error[not-available]: destination 'kmsSecret' is not available in this version, expected 'directory'"
    ),
    Case(
      "unknown kind", accessPoint(withKey: "deliverTo: [{①dir: {path: /a}}]"),
      "error[unknown-key]: unknown key 'dir' in an entry of 'deliverTo'\nnote: expected 'directory' or 'command'"
    ),
    Case(
      "no path", accessPoint(withKey: "deliverTo: [{directory: ①{}}]"),
      "error[missing-key]: 'directory' has no 'path'"),
    Case(
      "empty path", accessPoint(withKey: "deliverTo: [{directory: {path: ①''}}]"),
      "error[empty-value]: 'path' is empty"),
    Case(
      "ephemeral", accessPoint(withKey: "deliverTo: [{directory: {path: /a, ephemeral: ①true}}]"),
      "error[unknown-value]: 'ephemeral' is 'true', expected 'accepted'"),
    Case(
      "same directory twice",
      accessPoint(withKey: "deliverTo: [{directory: {path: /a/b}}, ①{directory: {path: /a/./b/}}]"),
      "warning[duplicate-entry]: directory '/a/./b/' stands twice in 'deliverTo'\nnote: m.yaml:4:47: it stands here already"
    ),
  ]

  @Test(arguments: cases) func destinationsAreChecked(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func severalDirectoriesAreKeptInOrder() {
    let loaded = load(
      accessPoint(withKey: "deliverTo: [{directory: {path: b}}, {directory: {path: a}}]"))
    #expect(
      loaded.desired?.clientKeys["a"]?.spec.destinations == [
        .directory(path: "b", isEphemeralAccepted: false),
        .directory(path: "a", isEphemeralAccepted: false),
      ])
  }
}
