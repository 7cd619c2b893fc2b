import Diagnostics
import Manifests
import Testing

/// A line that may hold a password is covered, whatever else stands in it.
@Suite struct PasswordLineTests {
  /// Each holds `Hunter2`; none may be shown, whether or not the file is YAML.
  static let lines = [
    "password: Hunter2-Me-9: x  # was fromEnv",
    "password: regenerate-Hunter2: x",
    "password: {generate: regenerate-Hunter2}",
    "password: {generate: {length: 32}, x: Hunter2}",
    "password: {fromEnv: Hunter2}",
    "password: {fromEnv: KMS_PASSWORD} # Hunter2 password",
    "password: {fromFile: Hunter2}",
    "password: {fromCommand: [/bin/echo, Hunter2]}",
    "password: fromFile Hunter2",
    "password: &a Hunter2",
    "password: !!str Hunter2",
    "password : Hunter2",
    "\"password\": Hunter2",
    "'password' : Hunter2",
    "\"pass\\x77ord\": Hunter2",
    "password=Hunter2",
    "password Hunter2",
    "PASSWORD: Hunter2",
    "passwd: Hunter2",
    "pasword: Hunter2",
    "sk: Hunter2",
    "SK: Hunter2",
    "pwd: Hunter2",
    "secret: Hunter2",
    "accessKeySecret: Hunter2",
    "access_key_secret: Hunter2",
    "AccessKeySecret=Hunter2",
    "api-key: Hunter2",
    "token: Hunter2",
    "securityToken: Hunter2",
    "credentials: Hunter2",
    "privateKeyData: Hunter2",
    "PrivateKeyData\": \"Hunter2",
    "passphrase: Hunter2",
    "密码: Hunter2",
    "口令: Hunter2",
    "a: {b: c, password: Hunter2, d: e}",
    "a: [{password: Hunter2}]",
    "- password: Hunter2",
    "? password\n  : Hunter2",
    "# password: Hunter2",
    "# the old password was Hunter2",
    "a: b # token Hunter2",
    "# password:\n  #   Hunter2",
    "password:\n    Hunter2",
    "password:\n  - Hunter2",
    "password:\n  - a: Hunter2",
    "password: |\n    Hunter2\n    Hunter2: x",
    "password: >-\n    a\n\n    Hunter2",
    "password: \"a\n  b: Hunter2\"",
    "password: 'a\n  it''s: Hunter2'",
    "password: {a: b,\n  c: Hunter2}",
    "password: [a,\nb: Hunter2\n]",
    "password\n    Hunter2",
    "url: https://user:Hunter2@example.com/x",
    "url: 'https://Hunter2@example.com'",
    "key: -----BEGIN RSA PRIVATE KEY-----Hunter2",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n  Hunter2: x\n  Hunter2\n  -----END ENCRYPTED PRIVATE KEY-----",
  ]

  private func expectCovered(_ yaml: String) {
    let loaded = load(yaml)
    let report = loaded.report
    #expect(!report.diagnostics.isEmpty)
    #expect(report.diagnostics.map(text).filter { $0.contains("unter2") } == [])
    let shown = report.sources["m.yaml"]?.lines ?? []
    #expect(shown.filter { $0.contains("unter2") } == [])
  }

  @Test("B10: covered in a file that is no YAML", arguments: lines) func b10Broken(_ line: String) {
    expectCovered("a:\n  \(line)\nz: [\n")
    expectCovered("\(line)\nz: [\n")
  }

  @Test("B10: covered in a file that is, with an error on the same line", arguments: lines)
  func b10Whole(_ line: String) {
    expectCovered(
      "apiVersion: kmsctl.dev/v1\nkind: ClientKey\nmetadata: {name: a}\nspec:\n  \(line)\n  x: y\n")
  }

  /// Valid where a password's source stands, so that the decoder sees them.
  static let sources = [
    "{generate: regenerate-Hunter2}", "{generate: {Hunter2: 3}}", "{generate: {length: Hunter2}}",
    "{fromEnv: Hunter2-Me-9}", "{fromEnv: [Hunter2]}", "{fromFile: {Hunter2: x}}",
    "{fromFile: ~/Hunter2}", "{fromCommand: [Hunter2]}", "{fromCommand: [$HOME/Hunter2]}",
    "{fromCommand: Hunter2}", "{Hunter2: x}", "Hunter2", "[Hunter2]", "*Hunter2", "!Hunter2 x",
    "{generate: *Hunter2}", "{<<: Hunter2}", "{<<: *Hunter2}", "{? [Hunter2] : x}",
  ]

  @Test("B10: no message and no line shows what stands as a password's source", arguments: sources)
  func b10Sources(_ source: String) {
    expectCovered(accessPoint(withKey: "password: \(source), \(delivery)"))
    expectCovered(accessPoint(withKey: "passwort: \(source), \(delivery)"))
  }

  static let shown = [
    "password: {generate: {length: 32}}", "password: {generate: {}}", "password:",
    "password: {fromEnv: KMS_PASSWORD}", "password: {fromFile: /run/kms/pw.txt}",
    "password: {fromCommand: [/usr/bin/kms-password]}",
    "password:\n    fromEnv: KMS_PASSWORD", "password:\n    generate:\n      length: 32",
    "deliverTo: [{kmsSecret: {name: payments/kms}}]", "resources: [secret/orders, key/*]",
    "roles: [CryptoServiceSecretUser, SecretUser]", "parts: [password]", "parts: [key, password]",
    "type: Private", "run: [/usr/bin/vault, kv, put]", "url: https://example.com/a@b",
  ]

  @Test("B10: the exact forms of a source, and what is no secret, are shown", arguments: shown)
  func b10Shown(_ line: String) {
    let lines = load("a:\n  \(line)\nz: [\n").report.sources["m.yaml"]?.lines ?? []
    let isAddress = line.hasPrefix("url")
    #expect(lines.contains { $0.contains("•••") } == isAddress)
  }

  @Test("B10: values quoted in messages are covered, too") func b10Messages() {
    let messages = load(
      rule("type: Private, allowedSourceIPs: ['https://u:Hunter2@h', 'token=Hunter2', 'x']")
    ).report.diagnostics.map(\.message)
    #expect(
      messages == [
        "'https://•••", "'token=•••",
        "'•••' is no IPv4 address or CIDR block: it is not made of digits",
      ])
  }

  @Test("B6: thousands of colons in one line are looked at once", .timeLimit(.minutes(1)))
  func b6Colons() {
    let flow = String(repeating: "{a: ", count: 100_000)
    #expect(load(flow).report.diagnostics.map(\.code) == ["yaml-limit"])
    let passwords = "a: [" + String(repeating: "{password: Hunter2}, ", count: 20_000)
    #expect(!"\(load(passwords).report)".contains("unter2"))
  }

  @Test("B6: thousands of hidden values in one line are covered once", .timeLimit(.minutes(1)))
  func b6Hidden() {
    let entries = String(repeating: "{password: Hunter2, directory: {path: /a}}, ", count: 10_000)
    let loaded = load(accessPoint("policies: [p], clientKey: {deliverTo: [\(entries)]}"))
    #expect(loaded.report.diagnostics.count > 9_000)
    #expect(!"\(loaded.report.sources)".contains("unter2"))
  }
}
