import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct QuickAccessDecoderTests {
  static let cases = [
    Case(
      "missing keys", document("QuickAccess", "").replacing("spec: {}", with: "spec: ①①①{}"),
      "error[missing-key]: 'spec' has no 'deliverTo'",
      "error[missing-key]: 'spec' has no 'instance'",
      "error[missing-key]: 'spec' has no 'networkRules'"),
    Case(
      "shared gateway",
      document(
        "QuickAccess", "instance: ①SharedKMSGateway, networkRules: unrestricted, \(delivery)"),
      "error[invalid-scope]: 'SharedKMSGateway' is no instance id, expected one such as 'kst-…'\nnote: quick access is for one instance; the shared gateway needs a Policy of its own"
    ),
    Case(
      "no instance id",
      document("QuickAccess", "instance: ①main, networkRules: unrestricted, \(delivery)"),
      "error[invalid-scope]: 'main' is no instance id, expected one such as 'kst-…'"),
    Case(
      "no network rules",
      document("QuickAccess", "instance: kst-1, networkRules: ①[], \(delivery)"),
      "error[empty-list]: 'networkRules' is empty, expected at least one entry\nnote: write 'networkRules: unrestricted' if no source address filtering is meant"
    ),
    Case(
      "policy's key",
      document(
        "QuickAccess",
        "instance: kst-1, networkRules: unrestricted, ①roles: [SecretUser], \(delivery)"),
      "error[unknown-key]: unknown key 'roles' in 'spec'\nnote: expected 'instance', 'networkRules', 'deliverTo', 'validity', 'rotation' or 'password'"
    ),
    Case(
      "too long",
      document(
        "QuickAccess", "instance: kst-1, networkRules: unrestricted, validity: ①6y, \(delivery)"),
      "error[validity-too-long]: validity '6y' is longer than a client key can live, expected at most '5y'"
    ),
    Case(
      "Public rule",
      document("QuickAccess", "instance: kst-1, networkRules: [①r], \(delivery)") + "---\n"
        + rule("type: Public, allowedSourceIPs: [203.0.113.7]", name: "r"),
      "error[network-type-scope]: rule 'r' is of type 'Public', but the policy is scoped to an instance, expected a rule of type 'Private'\nnote: m.yaml:8:18: the rule is declared here"
    ),
  ]

  @Test(arguments: cases) func quickAccessIsChecked(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test func quickAccessIsAPolicyAnAccessPointAndAKey() throws {
    let yaml = document(
      "QuickAccess", "instance: kst-1, networkRules: [shared-vpc], validity: 5y, \(delivery)",
      name: "batch", metadata: "description: nightly, adopt: true")
    let desired = try #require(load(yaml).desired)
    #expect(
      desired.policies["batch"]?.spec
        == PolicySpec(
          scope: PolicyScope(rawValue: "kst-1"), roles: [.keyUser, .secretUser],
          resources: ["key/*", "secret/*"], networkAccess: .rules(["shared-vpc"])))
    #expect(
      desired.accessPoints["batch"]?.spec
        == AccessPointSpec(authenticationMethod: .clientKey, policies: ["batch"]))
    #expect(desired.clientKeys["batch"]?.spec.validity == TimeSpan(5, .years))
    #expect(desired.policies["batch"]?.description == "nightly")
    #expect(desired.accessPoints["batch"]?.adoption == .always)
    #expect(desired.policies["batch"]?.fieldPlaces["scope"]?.description == "m.yaml:4:18")
    #expect(desired.networkRules.isEmpty)
  }

  @Test func theDefaultValidityIsAYear() {
    let yaml = document("QuickAccess", "instance: kst-1, networkRules: unrestricted, \(delivery)")
    #expect(load(yaml).desired?.clientKeys["a"]?.spec.validity == TimeSpan(365, .days))
  }
}
