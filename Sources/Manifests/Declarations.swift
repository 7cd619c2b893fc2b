import Diagnostics
import KMSModel

/// Everything that was declared, each address once.
struct Declarations {
  private(set) var networkRules: [String: Declaration<NetworkRuleSpec>] = [:]
  private(set) var policies: [String: Declaration<PolicySpec>] = [:]
  private(set) var accessPoints: [String: Declaration<AccessPointSpec>] = [:]
  private(set) var clientKeys: [String: Declaration<ClientKeySpec>] = [:]
  private var claims: [ResourceID: (kind: ManifestKind, place: SourceLocation)] = [:]

  /// Adds a rule.
  mutating func add(_ rule: Declaration<NetworkRuleSpec>, _ problems: inout Problems) {
    guard claim([.networkRule], rule.object, rule.source, &problems) else { return }
    networkRules[rule.object.name] = rule
  }

  /// Adds a policy.
  mutating func add(_ policy: Declaration<PolicySpec>, _ problems: inout Problems) {
    guard claim([.policy], policy.object, policy.source, &problems) else { return }
    policies[policy.object.name] = policy
  }

  /// Adds an access point.
  mutating func add(_ accessPoint: Declaration<AccessPointSpec>, _ problems: inout Problems) {
    guard claim([.accessPoint], accessPoint.object, accessPoint.source, &problems) else { return }
    accessPoints[accessPoint.object.name] = accessPoint
  }

  /// Adds a client key.
  mutating func add(_ key: Declaration<ClientKeySpec>, _ problems: inout Problems) {
    guard claim([.clientKey], key.object, key.source, &problems) else { return }
    clientKeys[key.object.name] = key
  }

  /// Adds the three objects of a quick access, or none of them.
  mutating func add(_ quick: QuickAccessDeclaration, _ problems: inout Problems) {
    let kinds: [ResourceKind] = [.policy, .accessPoint, .clientKey]
    guard claim(kinds, quick.policy.object, .quickAccess, &problems) else { return }
    policies[quick.policy.object.name] = quick.policy
    accessPoints[quick.accessPoint.object.name] = quick.accessPoint
    clientKeys[quick.clientKey.object.name] = quick.clientKey
  }

  /// Takes addresses for an object, or reports who has one of them already.
  private mutating func claim<Spec>(
    _ kinds: [ResourceKind], _ object: DesiredObject<Spec>, _ source: ManifestKind,
    _ problems: inout Problems
  ) -> Bool {
    let ids = kinds.map { ResourceID($0, object.name) }
    for id in ids {
      guard let other = claims[id] else { continue }
      problems.report(
        .duplicateName, "\(id.shortForm) is declared twice", at: object.place,
        notes: [
          Diagnostic.Note("\(other.kind.rawValue) '\(id.name)' declares it here", at: other.place)
        ])
      return false
    }
    for id in ids { claims[id] = (source, object.place) }
    return true
  }
}
