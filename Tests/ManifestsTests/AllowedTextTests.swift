import Diagnostics
import KMSModel
import Manifests
import Testing

/// Names are lists of what may stand in them: nothing invisible, nothing foreign.
@Suite struct AllowedTextTests {
  static let strange = [
    "\u{200B}", "\u{2011}", "\u{00AD}", "\u{202E}", "\u{2013}", "\u{0301}", "é", "а",
    "０", "\u{00A0}", "\u{3000}", "密", "\u{1F511}", "\u{E000}", "\u{FE0F}", " ", "$", "`", "<", ";",
  ]

  private func codes(_ loaded: LoadedManifests) -> [String] {
    loaded.report.diagnostics.map(\.code.rawValue)
  }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }

  @Test("B13: resources hold what key ids and secret names hold", arguments: strange)
  func b13Resources(_ strange: String) {
    for resource in ["secret/rds\(strange)-ibm*", "key/key\(strange)-hzz", "secret/\(strange)"] {
      let loaded = load(
        policy(
          "scope: kst-1, roles: [CryptoServiceKeyUser, CryptoServiceSecretUser],"
            + " resources: [key/k, secret/s, \(quoted(resource))], networkRules: unrestricted"))
      #expect(codes(loaded) == ["invalid-resource"], "\(resource)")
    }
  }

  @Test(
    "B13: real names are resources",
    arguments: [
      "key/*", "key/a*", "key/key-hzz63d9c8d3dfv8cv", "secret/acs/ram/user/ram-secret", "secret/*",
      "key/1234abcd-12ab-34cd-56ef-1234567890ab", "secret/rds-ibm*", "secret/a_b/c+d=e.f-g@h",
      "key/alias/payments", "secret/MyS3cret",
    ])
  func b13Real(_ resource: String) {
    let loaded = load(
      policy(
        "scope: kst-1, roles: [CryptoServiceKeyUser, CryptoServiceSecretUser],"
          + " resources: [key/k, secret/s, \(resource)], networkRules: unrestricted"))
    #expect(codes(loaded) == [])
  }

  @Test("B13: the character is named that cannot be seen") func b13Message() {
    expectDiagnostics(
      in: policy(
        "scope: kst-1, roles: [CryptoServiceSecretUser], resources: [①\"secret/rds\u{200B}-ibm*\"],"
          + " networkRules: unrestricted"),
      [
        "error[invalid-resource]: 'secret/rds\\u{200b}-ibm*' is no accessible resource: it holds U+200B, which no secret name has\nnote: secret names have letters, digits and _ / + = . - @"
      ])
  }

  @Test("B13: names of objects, instances, keys and patterns, too", arguments: strange)
  func b13Names(_ strange: String) {
    #expect(codes(load(privateRule(quoted("a\(strange)b")))) == ["invalid-name"])
    let scope = policy(
      "scope: \(quoted("kst-a\(strange)b")), roles: [CryptoServiceKeyUser], resources: [key/*],"
        + " networkRules: unrestricted")
    #expect(codes(load(scope)) == ["invalid-scope"])
    let secrets = [
      ("name: \(quoted("a\(strange)b"))", "invalid-name"),
      ("name: a, instance: kst-1, encryptionKey: \(quoted("key-\(strange)b"))", "invalid-name"),
      ("name: a, instance: \(quoted("kst-\(strange)b")), encryptionKey: key-1", "invalid-scope"),
    ]
    for (secret, code) in secrets {
      let key = "deliverTo: [{kmsSecret: {\(secret)}}]"
      #expect(codes(load(accessPoint(withKey: key))) == [code], "\(secret)")
    }
    guard !"$`<;".contains(strange) else { return }
    for list in ["external", "ignore"] {
      let stack = exampleStack.replacing(
        "external: [networkrule/shared-*]", with: "\(list): [\(quoted("policy/a\(strange)*"))]")
      #expect(codes(load(privateRule("a"), stack: stack)) == ["invalid-pattern"])
    }
  }

  @Test("B13: digits and letters with marks are none", arguments: ["\u{0301}", "\u{20DD}"])
  func b13Marks(_ mark: String) {
    let account = exampleStack.replacing("1192000000000000", with: "1\(mark)192000000000000")
    #expect(codes(load(privateRule("a"), stack: account)) == ["invalid-account"])
    let command =
      "deliverTo: [{command: {run: [/bin/true], stdin: kubernetesSecret,"
      + " kubernetes: {name: \"b\(mark)c\"}}}]"
    #expect(codes(load(accessPoint(withKey: command))) == ["invalid-name"])
  }

  @Test("B13: no more than a hundred patterns have wildcards") func b13Patterns() {
    let stack = { (count: Int) in
      let patterns = (0..<count).map { "policy/a\($0)*" }.joined(separator: ", ")
      return exampleStack.replacing("networkrule/shared-*", with: patterns)
    }
    #expect(codes(load(privateRule("a"), stack: stack(100))) == [])
    #expect(codes(load(privateRule("a"), stack: stack(101))) == ["invalid-pattern"])
  }

  static let paths = [
    "~/kms", "~", "~root/kms", "${HOME}/kms", "$HOME/kms", "/srv/$(id)/kms", "/srv/{{ name }}/kms",
    "/srv/`id`", "%HOME%/kms", "/srv/a\\u200Bb", "/", "//", "/.", "/srv/..", "/srv/$1",
  ]

  @Test("B14: paths that only a shell would read are refused", arguments: paths)
  func b14(_ path: String) {
    let directory = "deliverTo: [{directory: {path: \(quoted(path))}}]"
    #expect(codes(load(accessPoint(withKey: directory))) == ["invalid-path"])
    let file = "password: {fromFile: \(quoted(path))}, \(delivery)"
    #expect(codes(load(accessPoint(withKey: file))) == ["invalid-path"])
    for words in [
      "password: {fromCommand: [\(quoted(path))]}, \(delivery)",
      "deliverTo: [{command: {run: [\(quoted(path)), x]}}]",
      "deliverTo: [{command: {run: [/bin/true], check: [\(quoted(path))]}}]",
      "rotation: {retire: {confirm: [\(quoted(path))]}}, \(delivery)",
    ] {
      #expect(codes(load(accessPoint(withKey: words))) == ["invalid-path"], "\(words)")
    }
    let stack = exampleStack.replacing(
      "external: [networkrule/shared-*]", with: "manifests: [\(quoted(path))]")
    #expect(codes(load(privateRule("a"), stack: stack)) == ["invalid-path"])
  }

  @Test(
    "B14: other paths are taken", arguments: ["kms", "./~/kms", "/srv/a~b", "/srv/a b", "/srv/50%"])
  func b14Taken(_ path: String) {
    let directory = "deliverTo: [{directory: {path: \(quoted(path))}}]"
    #expect(codes(load(accessPoint(withKey: directory))) == [])
  }

  @Test("B14: the message says what is wrong and not the path") func b14Message() {
    expectDiagnostics(
      in: accessPoint(withKey: "deliverTo: [{directory: {path: ①~/kms}}]"),
      [
        "error[invalid-path]: 'path' starts with '~', which is taken to the letter and no home directory\nnote: write the whole path, or one relative to the directory of kmsctl.yaml"
      ])
  }
}
