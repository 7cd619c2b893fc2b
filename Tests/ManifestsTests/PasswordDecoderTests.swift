import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct PasswordDecoderTests {
  static let cases = [
    Case(
      "inline", "password: ①Hunter2-hunter2",
      "error[inline-password]: a password does not stand in a manifest, expected 'generate', 'fromEnv', 'fromFile' or 'fromCommand'\nnote: write 'password: {generate: {length: 32}}', or leave 'password' out\nnote: if this was a real password, it is in the history of Git: change it"
    ),
    Case(
      "inline in a list", "password: ①[Hunter2-hunter2]",
      "error[inline-password]: a password does not stand in a manifest, expected 'generate', 'fromEnv', 'fromFile' or 'fromCommand'\nnote: write 'password: {generate: {length: 32}}', or leave 'password' out\nnote: if this was a real password, it is in the history of Git: change it"
    ),
    Case(
      "inline under a key", "password: {①value: Hunter2-hunter2}",
      "error[inline-password]: a password does not stand in a manifest, expected 'generate', 'fromEnv', 'fromFile' or 'fromCommand'\nnote: write 'password: {generate: {length: 32}}', or leave 'password' out\nnote: if this was a real password, it is in the history of Git: change it"
    ),
    Case(
      "inline as a key", "password: {①Hunter2-hunter2: }",
      "error[inline-password]: a password does not stand in a manifest, expected 'generate', 'fromEnv', 'fromFile' or 'fromCommand'\nnote: write 'password: {generate: {length: 32}}', or leave 'password' out\nnote: if this was a real password, it is in the history of Git: change it"
    ),
    Case(
      "inline beside a source", "password: {generate: {}, ①plain: Hunter2-hunter2}",
      "error[inline-password]: a password does not stand in a manifest, expected 'generate', 'fromEnv', 'fromFile' or 'fromCommand'\nnote: write 'password: {generate: {length: 32}}', or leave 'password' out\nnote: if this was a real password, it is in the history of Git: change it"
    ),
    Case(
      "inline as a variable", "password: {fromEnv: ①Hunter2-hunter2}",
      "error[password-source]: 'fromEnv' is not the name of an environment variable\nnote: write the name, not the value: letters, digits and '_'"
    ),
    Case(
      "nothing", "password: ①",
      "error[wrong-type]: 'password' has no value, expected a mapping such as '{generate: {}}'"),
    Case(
      "no source", "password: ①{}",
      "error[password-source]: 'password' has no source, expected one of 'generate', 'fromEnv', 'fromFile' or 'fromCommand'"
    ),
    Case(
      "two sources", "password: ①{generate: {length: 12}, fromEnv: A}",
      "error[password-source]: 'password' has 'generate' and 'fromEnv', expected one of 'generate', 'fromEnv', 'fromFile' or 'fromCommand'"
    ),
    Case(
      "too short", "password: {generate: {length: ①7}}",
      "error[out-of-range]: 'length' is 7, expected 8 to 64"),
    Case(
      "too long", "password: {generate: {length: ①65}}",
      "error[out-of-range]: 'length' is 65, expected 8 to 64"),
    Case(
      "unknown key of generate", "password: {generate: {①len: 12}}",
      "error[unknown-key]: unknown key '•••'\nnote: expected 'length'"),
    Case(
      "generate is a number", "password: {generate: ①32}",
      "error[wrong-type]: 'generate' is a text, expected a mapping"),
    Case("empty file", "password: {fromFile: ①''}", "error[empty-value]: 'fromFile' is empty"),
    Case(
      "command is a text", "password: {fromCommand: ①pass show kms}",
      "error[wrong-type]: 'fromCommand' is a text, expected a list of a program and its arguments"),
    Case(
      "command without a program", "password: {fromCommand: [①'', a]}",
      "error[empty-value]: 'fromCommand' starts with nothing, expected a program"),
    Case(
      "command by its name", "password: {fromCommand: [①Hunter2-hunter2, show]}",
      "error[relative-program]: 'fromCommand' does not start with an absolute path\nnote: write the program's whole path; 'kmsctl apply --allow-exec' names the same"
    ),
    Case(
      "list in a command", "password: {fromCommand: [/bin/pass, ①[show]]}",
      "error[wrong-type]: an entry of 'fromCommand' is a list, expected a text"),
  ]

  @Test(arguments: cases) func passwordsComeFromExactlyOneSource(_ example: Case) {
    expectDiagnostics(
      in: accessPoint(withKey: "\(delivery), \(example.yaml)"), example.expected)
  }

  @Test(arguments: cases) func noPasswordIsEverShown(_ example: Case) {
    let yaml = MarkedYAML(
      accessPoint(withKey: "\(delivery), \(example.yaml)"), file: "m.yaml")
    let report = load(yaml.text).report
    let shown = report.diagnostics.map(text) + (report.sources["m.yaml"]?.lines ?? [])
    #expect(!shown.contains { $0.contains("Hunter2") })
  }

  @Test(arguments: [
    ("{generate: {length: 8}}", PasswordSource.generate(length: 8)),
    ("{generate: {length: 64}}", .generate(length: 64)), ("{generate: {}}", .generate(length: 32)),
    ("{fromEnv: KMS_PASSWORD_1}", .fromEnv("KMS_PASSWORD_1")),
    ("{fromFile: /run/secrets/kms}", .fromFile("/run/secrets/kms")),
    ("{fromCommand: [/bin/pass, show, '']}", .fromCommand(["/bin/pass", "show", ""])),
  ])
  func everySourceIsRead(_ text: String, _ source: PasswordSource) {
    let loaded = load(accessPoint(withKey: "password: \(text), \(delivery)"))
    #expect(loaded.report.diagnostics == [])
    #expect(loaded.desired?.clientKeys["a"]?.spec.password == source)
  }
}
