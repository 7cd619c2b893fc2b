import Diagnostics
import Testing

@testable import Manifests

@Suite struct RedactionTests {
  @Test func hiddenTextsAreMaskedToTheEndOfTheirLastLine() {
    let yaml = MarkedYAML(
      accessPoint("policies: [p]").replacing(
        "spec: {policies: [p]}",
        with:
          "spec:\n  policies: [p]\n  clientKey:\n    password: |\n      Hunter2\n      more\n    deliverTo: []"
      ),
      file: "m.yaml")
    #expect(
      load(yaml.text).report.sources["m.yaml"]?.lines == [
        "apiVersion: kmsctl.dev/v1", "kind: ApplicationAccessPoint", "metadata: {name: a}",
        "spec:", "  policies: [p]", "  clientKey:", "    password: •••", "•••", "•••",
        "    deliverTo: []", "",
      ])
  }

  @Test func aMisspeltPasswordIsHiddenToo() {
    let lines = load(accessPoint("policies: [p], pasword: Hunter2")).report.sources["m.yaml"]?.lines
    #expect(lines?[3] == "spec: {policies: [p], pasword: •••")
  }

  /// A quote behind a password may go on for lines that look like keys.
  @Test func inAFileThatIsNoYAMLWhatLooksLikeAPasswordIsMasked() {
    let yaml = """
      clientKey:
        password: "Hunter2
        passwords:
          Hunter2
          more: Hunter2

        "db-password": Hunter2
        password: {generate: {length: 32}}
        password:
          fromEnv: KMS_PASSWORD
        validity: 1y
      a: [
      """
    #expect(
      load(yaml).report.sources["m.yaml"]?.lines == [
        "clientKey:", "  password: •••", "•••", "•••", "•••", "•••",
        "•••", "  password: {generate: {length: 32}}", "  password:",
        "    fromEnv: KMS_PASSWORD", "  validity: 1y", "a: [",
      ])
  }
}
