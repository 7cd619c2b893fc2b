import Diagnostics
import KMSModel
import Planning

/// Plans and changes that several tests render.
enum Sample {
  static let identity = Plan.StackIdentity(
    name: "payments", uid: "7f3c1a", account: "1192000000000000", region: "cn-hangzhou")

  static func id(_ text: String) throws -> ResourceID {
    guard let id = ResourceID(parsing: text) else { throw UnknownAddress(text: text) }
    return id
  }

  struct UnknownAddress: Error {
    var text: String
  }

  static func place(_ line: Int) -> SourceLocation {
    SourceLocation(file: "manifests/payments.yaml", line: line, column: 9)
  }

  static func plan(
    _ changes: [Change] = [], steps: [Step] = [], refusals: [Refusal] = [],
    warnings: [PlanWarning] = [], unknownKeys: [UnknownKey] = [],
    coverage: Coverage = .init(checked: 4), isPartial: Bool = false
  ) -> Plan {
    Plan(
      stack: identity, isPartial: isPartial, changes: changes, steps: steps, refusals: refusals,
      warnings: warnings, unknownKeys: unknownKeys, coverage: coverage, fingerprint: "sha256:0011")
  }

  static func ruleTarget(
    _ name: String, type: NetworkType = .privateNetwork, isStandIn: Bool = false
  ) -> Step.Target<NetworkRuleSpec> {
    let marker = Marker(
      owner: Owner(stack: "payments", uid: "7f3c1a"), originHash: "01234567",
      appliedDigest: AppliedDigest(hex: "0123456789abcdef"), isStandIn: isStandIn)
    return Step.Target(
      name: name, description: "production VPC",
      spec: NetworkRuleSpec(type: type, sources: [SourceAddress("10.20.0.0/16")]), marker: marker)
  }

  static func policyTarget(_ name: String) -> Step.Target<PolicySpec> {
    Step.Target(
      name: name, description: "",
      spec: PolicySpec(
        scope: PolicyScope(rawValue: "kst-1"), roles: [.keyUser, .secretUser],
        resources: ["key/a", "secret/b"], networkAccess: .rules(["vpc", "batch"])),
      marker: nil)
  }

  static func policyUpdate(_ name: String) -> Step.Update<PolicySpec> {
    let target = policyTarget(name)
    return Step.Update(
      expected: .init(rawDescription: "", spec: target.spec), target: target)
  }

  static func issue(_ name: String) -> Step.ClientKeyIssue {
    Step.ClientKeyIssue(
      accessPoint: name,
      spec: ClientKeySpec(
        validity: TimeSpan(365, .days), rotation: .standard, password: .standard,
        destinations: [.directory(path: "/var/lib/api/kms", isEphemeralAccepted: false)]),
      isRecovery: false)
  }
}
