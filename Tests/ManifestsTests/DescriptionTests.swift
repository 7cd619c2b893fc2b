import Diagnostics
import KMSModel
import Manifests
import Testing

/// `validate` refuses what `plan` would refuse for the manifests' sake.
@Suite struct DescriptionTests {
  private func codes(_ description: String) -> [String] {
    load(
      rule(
        "type: Private, allowedSourceIPs: [10.0.0.1]", metadata: "description: \"\(description)\"")
    ).report.diagnostics.map(\.code.rawValue)
  }

  static let damaging = [
    "see [kmsctl/1 x]", "see \u{0600}[kmsctl/1 x]", "see [\u{0301}kmsctl/1 [kmsctl/", "a[kmsctl/",
    "\u{1F1E9}[kmsctl/1", "see [kmsctl/\u{0301}1 x]", "[kmsctl/\u{FE0F}", "\u{200D}[kmsctl/1",
    "o=00000000 d=0000000000000000", "a\u{0600}o=deadbeef d=0123456789abcdef",
    "x o=deadbeef d=0123456789abcdef.2]",
  ]

  @Test("B17: a description that would damage the marker is refused", arguments: damaging)
  func b17(_ description: String) {
    #expect(codes(description) == ["reserved-description"])
    // The plan's own reading agrees.
    guard case .none = MarkerReading(description) else { return }
    Issue.record("the plan would take it")
  }

  @Test(
    "B17: other descriptions are taken",
    arguments: ["[kmsctl]", "kmsctl/1", "[kms ctl/", "a ] b [ c", "o=1 d=2", "", "[KMSCTL/1 x]"])
  func b17Taken(_ description: String) { #expect(codes(description) == []) }

  @Test("B17: blanks around a description are those of the marker's grammar") func b17Blanks() {
    let loaded = load(
      rule(
        "type: Private, allowedSourceIPs: [10.0.0.1]",
        metadata: "description: \"\\u2003 \\u0301a \\u0301 \""))
    #expect(
      loaded.desired?.networkRules["a"]?.description
        == MarkerText.canonical("\u{2003} \u{301}a \u{301} "))
  }

  @Test("B17: a name with the form of a stand-in is refused") func b17StandIn() {
    #expect(
      load(privateRule("a.kmsctl-0123abcd")).report.diagnostics.map(\.code) == ["reserved-name"])
  }

  @Test("more than 30 resources or 2 roles are a warning") func counts() {
    let policy = { (count: Int, roles: String, metadata: String) in
      let resources = (0..<count).flatMap { ["key/k\($0)"] }.joined(separator: ", ")
      return ManifestsTests.policy(
        "scope: kst-1, roles: [\(roles)], resources: [secret/s, \(resources)],"
          + " networkRules: unrestricted", metadata: metadata)
    }
    let two = "CryptoServiceKeyUser, CryptoServiceSecretUser"
    #expect(load(policy(29, two, "")).report.diagnostics.map(text) == [])
    #expect(
      load(policy(30, two, "")).report.diagnostics.map(text) == [
        "warning[too-many-resources]: the policy has 31 resources, and the service is known to take 30\nnote: a '*' at the end covers all names that begin alike; or use several policies"
      ])
    #expect(
      load(policy(30, two, "waive: [too-many-resources]")).report.diagnostics.map(text) == [])
    #expect(
      load(policy(1, two + ", SecretUser", "waive: [role-scope]")).report.diagnostics.map(text) == [
        "warning[too-many-roles]: the policy has 3 roles, and the service is known to take 2\nnote: no scope has use for more than 2"
      ])
  }
}
