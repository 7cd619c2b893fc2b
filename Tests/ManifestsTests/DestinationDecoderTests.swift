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
      "secret without a name", accessPoint(withKey: "deliverTo: [{kmsSecret: ①{}}]"),
      "error[missing-key]: 'kmsSecret' has no 'name'"),
    Case(
      "secret with a name of another service's",
      accessPoint(withKey: "deliverTo: [{kmsSecret: {name: ①acs/ram/user/a}}]"),
      "error[invalid-name]: 'acs/ram/user/a' cannot be the name of a secret\nnote: up to 192 of letters, digits and _ / + = . - @, not beginning with 'acs/'"
    ),
    Case(
      "new secret without a key",
      accessPoint(withKey: "deliverTo: [{kmsSecret: {name: b, instance: ①kst-1}}]"),
      "error[missing-key]: 'kmsSecret' has 'instance', but no 'encryptionKey'\nnote: both make a new secret; leave out both for one that is there already"
    ),
    Case(
      "secret of no instance",
      accessPoint(
        withKey: "deliverTo: [{kmsSecret: {name: b, instance: ①shared, encryptionKey: k}}]"),
      "error[invalid-scope]: 'shared' is no instance id, expected one such as 'kst-…'"),
    Case(
      "key for no instance",
      accessPoint(withKey: "instance: ①shared, deliverTo: [{directory: {path: a}}]"),
      "error[invalid-scope]: 'shared' is no instance id, expected one such as 'kst-…'"),
    Case(
      "nothing but parts", accessPoint(withKey: "deliverTo: [①{parts: [key]}]"),
      "error[wrong-type]: an entry of 'deliverTo' has no kind of destination, expected one such as 'directory'"
    ),
    Case(
      "unknown half", accessPoint(withKey: "deliverTo: [{directory: {path: a}, parts: [①keys]}]"),
      "error[unknown-value]: an entry of 'parts' is 'keys', expected 'key' or 'password'\nnote: did you mean 'key'?"
    ),
    Case(
      "no half", accessPoint(withKey: "deliverTo: [{directory: {path: a}, parts: ①[]}]"),
      "error[empty-list]: 'parts' is empty, expected at least one entry"),
    Case(
      "password nowhere",
      accessPoint(withKey: "deliverTo: ①[{directory: {path: a}, parts: [key]}]"),
      "error[missing-half]: the password is delivered nowhere\nnote: a client key is of use only with both halves"
    ),
    Case(
      "key nowhere",
      accessPoint(withKey: "deliverTo: ①[{kmsSecret: {name: a}, parts: [password]}]"),
      "error[missing-half]: the key file is delivered nowhere\nnote: a client key is of use only with both halves"
    ),
    Case(
      "both halves to one directory by two entries",
      accessPoint(
        withKey:
          "deliverTo: [{directory: {path: a}}, ①{directory: {path: ./a}, parts: [password]}]"),
      "error[split-halves]: directory './a' stands twice in 'deliverTo', with different 'parts'\nnote: m.yaml:4:47: it stands here already"
    ),
    Case(
      "same secret twice",
      accessPoint(withKey: "deliverTo: [{kmsSecret: {name: a}}, ①{kmsSecret: {name: a}}]"),
      "warning[duplicate-entry]: secret 'a' stands twice in 'deliverTo'\nnote: m.yaml:4:47: it stands here already"
    ),
    Case(
      "unknown file for the SDK",
      accessPoint(withKey: "deliverTo: [{directory: {path: a, sdk: [①yaml]}}]"),
      "error[unknown-value]: an entry of 'sdk' is 'yaml', expected 'ca', 'json' or 'env'"),
    Case(
      "unknown kind", accessPoint(withKey: "deliverTo: [{①dir: {path: /a}}]"),
      "error[unknown-key]: unknown key 'dir' in an entry of 'deliverTo'\nnote: expected 'directory', 'command', 'kmsSecret' or 'parts'"
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

  @Test func everythingADestinationMaySayIsKept() {
    let loaded = load(
      accessPoint(
        withKey: "instance: kst-1, deliverTo: [{directory: {path: b, sdk: [env, ca], group: g}, "
          + "parts: [key]}, {kmsSecret: {name: s/1, instance: kst-2, encryptionKey: k}, "
          + "parts: [password]}, {directory: {path: c}, parts: [password, key]}]"))
    let spec = loaded.desired?.clientKeys["a"]?.spec
    #expect(spec?.instance == "kst-1")
    #expect(
      spec?.destinations == [
        DestinationSpec(
          .directory(
            DirectorySpec(path: "b", extras: [.certificateAuthority, .env], group: "g")),
          parts: .key),
        DestinationSpec(
          .secret(SecretSpec(name: "s/1", instance: "kst-2", encryptionKey: "k")),
          parts: .password),
        .directory(path: "c"),
      ])
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
