import Diagnostics
import KMSModel
import Manifests
import Testing

/// What a plan would refuse of deliveries for the manifests' sake.
@Suite struct DeliveryCheckTests {
  private static let secret =
    "deliverTo: [{kmsSecret: {name: a/b, instance: kst-1, encryptionKey: key-1}}]"

  private func manifests(_ key: String, _ policies: [String]) -> String {
    (policies + [accessPoint("policies: [p], clientKey: {\(key)}")]).joined(separator: "---\n")
  }

  private func reader(
    _ resources: String, scope: String = "kst-1", role: String = "CryptoServiceSecretUser"
  ) -> String {
    policy(
      "scope: \(scope), roles: [\(role)], resources: [\(resources)], networkRules: unrestricted",
      name: "p")
  }

  @Test(
    "B17: a secret that a declared policy may read is refused",
    arguments: [
      ("secret/a/b", "kst-1", "CryptoServiceSecretUser"),
      ("secret/*", "kst-1", "CryptoServiceSecretUser"),
      ("secret/x, secret/a*", "kst-1", "CryptoServiceSecretUser"),
      ("secret/a/b*", "SharedKMSGateway", "SecretUser"),
    ])
  func b17Readable(_ resources: String, _ scope: String, _ role: String) {
    let loaded = load(manifests(Self.secret, [reader(resources, scope: scope, role: role)]))
    #expect(
      loaded.report.diagnostics.map(text) == [
        "error[readable-secret]: the client key would be delivered to secret 'a/b', which policy 'p' may read\nnote: m.yaml:3:18: the policy is declared here\nnote: narrow the policy (a QuickAccess reads every secret of its instance), or deliver elsewhere"
      ])
  }

  @Test(
    "B17: other policies are no reason",
    arguments: [
      ("secret/a", "kst-1", "CryptoServiceSecretUser"),
      ("secret/a/bc*", "kst-1", "CryptoServiceSecretUser"),
      ("secret/*", "kst-2", "CryptoServiceSecretUser"), ("key/*", "kst-1", "CryptoServiceKeyUser"),
    ])
  func b17Others(_ resources: String, _ scope: String, _ role: String) {
    let loaded = load(manifests(Self.secret, [reader(resources, scope: scope, role: role)]))
    #expect(loaded.report.diagnostics.map(text) == [])
  }

  @Test("B17: without an instance of its own a secret may be any instance's") func b17AnyInstance()
  {
    let key = "deliverTo: [{kmsSecret: {name: a/b}}]"
    let loaded = load(manifests(key, [reader("secret/a/*", scope: "kst-2")]))
    #expect(loaded.report.diagnostics.map(\.code) == ["readable-secret"])
  }

  private static let sdk = "deliverTo: [{directory: {path: /a, sdk: [ca]}}]"

  @Test("B17: files about an instance that nobody names are refused") func b17Instance() {
    let shared = reader("secret/x", scope: "SharedKMSGateway", role: "SecretUser")
    #expect(
      load(manifests(Self.sdk, [shared])).report.diagnostics.map(text) == [
        "error[instance-unknown]: 'sdk' asks for files about an instance, but the policies of the access point name no instance\nnote: say which one: 'instance: kst-…' beside 'deliverTo'"
      ])
    let named = manifests("instance: kst-1, \(Self.sdk)", [shared])
    #expect(load(named).report.diagnostics.map(text) == [])
    #expect(load(manifests(Self.sdk, [keyPolicy("p")])).report.diagnostics.map(text) == [])
  }
}
