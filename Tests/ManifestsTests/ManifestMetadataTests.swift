import Diagnostics
import KMSModel
import Manifests
import Testing

@Suite struct ManifestMetadataTests {
  static let good = "type: Private, allowedSourceIPs: [10.0.0.1]"

  static let cases = [
    Case(
      "other characters", rule(good, name: "①'pay ments'"),
      "error[invalid-name]: the name 'pay ments' has other characters than letters, digits, '_', '.' and '-'"
    ),
    Case(
      "letters of other scripts", rule(good, name: "①zahlungsverkehr-ü"),
      "error[invalid-name]: the name 'zahlungsverkehr-ü' has other characters than letters, digits, '_', '.' and '-'"
    ),
    Case(
      "too long", rule(good, name: "①" + String(repeating: "x", count: 193)),
      "error[invalid-name]: the name has 193 characters, expected at most 192"),
    Case(
      "stand-in", rule(good, name: "①a.kmsctl-0123abcd"),
      "error[reserved-name]: the name 'a.kmsctl-0123abcd' has the form of a stand-in\nnote: names that end in '.kmsctl-' and eight hex digits are made during a replacement"
    ),
    Case(
      "marker in description", rule(good, metadata: "description: ①'x [kmsctl/1 s=a.b]'"),
      "error[reserved-description]: the description holds '[kmsctl/', which starts kmsctl's own marker\nnote: remove it; kmsctl keeps the marker itself"
    ),
    Case(
      "description is a list", rule(good, metadata: "description: ①[x]"),
      "error[wrong-type]: 'description' is a list, expected a text"),
    Case(
      "adopt is a text", rule(good, metadata: "adopt: ①maybe"),
      "error[wrong-type]: 'adopt' is a text, expected 'true', 'false' or a mapping with 'fromStack'"
    ),
    Case(
      "adopt from nowhere", rule(good, metadata: "adopt: ①{}"),
      "error[missing-key]: 'adopt' has no 'fromStack'"),
    Case(
      "adopt from a bad name", rule(good, metadata: "adopt: {fromStack: ①a.b}"),
      "error[invalid-owner]: 'fromStack' is 'a.b', expected 1 to 63 letters, digits, '_' and '-'"),
    Case(
      "unknown waiver", rule(good, metadata: "waive: [①host-bit]"),
      "error[not-waivable]: 'host-bit' is no check that can be waived\nnote: did you mean 'host-bits'?"
    ),
    Case(
      "waiver of an error", rule(good, metadata: "waive: [①invalid-name]"),
      "error[not-waivable]: 'invalid-name' is no check that can be waived\nnote: docs/diagnostics.md says which checks can be waived"
    ),
    Case(
      "adopt of a client key",
      document("ClientKey", delivery, metadata: "①adopt: true") + "---\n"
        + accessPoint("policies: [p]") + "---\n" + keyPolicy("p"),
      "error[unknown-key]: unknown key 'adopt' in 'metadata'\nnote: expected 'name', 'description' or 'waive'"
    ),
  ]

  @Test(arguments: cases) func metadataIsChecked(_ example: Case) {
    expectDiagnostics(in: example.yaml, example.expected)
  }

  @Test(arguments: [
    "a", "A-z_0.9", "kst-hzz62ee817bvyyr5x0000.efkd", "a.kmsctl-0123abc", "a.kmsctl-0123abcg",
    String(repeating: "x", count: 192),
  ])
  func namesTheServiceTakesAreTaken(_ name: String) {
    expectDiagnostics(in: rule(Self.good, name: name), [])
  }

  @Test func descriptionsLoseBlanksAroundThem() {
    let yaml = rule(Self.good, metadata: "description: ' two\n\n words '")
    #expect(load(yaml).desired?.networkRules["a"]?.description == "two\nwords")
  }

  @Test(arguments: [
    ("true", Adoption.always), ("false", .ifEqual), ("{fromStack: old}", .fromStack("old")),
  ])
  func adoptionIsRead(_ text: String, _ adoption: Adoption) {
    let loaded = load(rule(Self.good, metadata: "adopt: \(text), protected: true"))
    #expect(loaded.desired?.networkRules["a"]?.adoption == adoption)
    #expect(loaded.desired?.networkRules["a"]?.isProtected == true)
  }

  @Test func aWaiverSilencesItsCheckForItsObjectOnly() {
    expectDiagnostics(
      in: rule("type: Private, allowedSourceIPs: [10.0.0.1/24]", metadata: "waive: [host-bits]")
        + "---\n" + rule("type: Private, allowedSourceIPs: [①10.0.0.1/24]", name: "b"),
      [
        """
        warning[host-bits]: '10.0.0.1/24' has host bits set, it is read as '10.0.0.0/24'
        note: write '10.0.0.0/24', or one address without '/'
        """
      ])
  }
}
