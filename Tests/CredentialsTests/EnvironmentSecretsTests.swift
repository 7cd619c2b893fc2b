import Credentials
import Secrets
import Testing

struct EnvironmentSecretsTests {
  private func covered(
    _ text: String, _ environment: [String: String], alsoNamed names: Set<String> = []
  ) -> String {
    Redactor(EnvironmentSecrets.all(in: environment, alsoNamed: names)).covering(text)
  }

  @Test(
    "B2: what an environment may hold is covered",
    arguments: [
      ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "hidden-one"),
      ("ALIBABA_CLOUD_SECURITY_TOKEN", "hidden-one"),
      ("APP_KEY_PASSWORD", "hidden-one"), ("gitlab_token", "hidden-one"),
      ("HTTPS_PROXY", "http://u:hidden-one@h:1"), ("http_proxy", "u:hidden-one@h"),
      ("ALL_PROXY", "http://u:hidden-one@h@h:1"), ("HTTP_PROXY", "http://u:hidden-one@"),
      ("all_proxy", "ftp://hidden-one@h"), ("GIT_REMOTE", "https://bot:hidden-one@git.example/x"),
      ("KMSCTL_ENDPOINT", "https://u:hidden-one@kms.example.com"),
      ("HTTPS_PROXY", "http://u:hidden%2Done@h:1"),
    ])
  func isCovered(name: String, value: String) {
    #expect(covered("x hidden-one y", [name: value]) == "x ••• y")
  }

  @Test func theHeaderOfAProxyIsCovered() {
    // The base64 of 'u:hidden-one'.
    #expect(
      covered("Basic dTpoaWRkZW4tb25l", ["HTTPS_PROXY": "http://u:hidden%2Done@h:1"])
        == "Basic •••")
  }

  @Test func aVariableThatTheManifestsNameIsASecret() {
    #expect(covered("x hidden-one y", ["PLAIN": "hidden-one"]) == "x hidden-one y")
    #expect(covered("x hidden-one y", ["PLAIN": "hidden-one"], alsoNamed: ["PLAIN"]) == "x ••• y")
  }

  @Test(arguments: [
    "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_OIDC_TOKEN_FILE", "HOME", "SECRET_NAME",
    "ALIBABA_CLOUD_CREDENTIALS_FILE",
  ])
  func whatIsNoSecretIsShown(name: String) {
    #expect(covered("x visible-one y", [name: "visible-one"]) == "x visible-one y")
  }
}
