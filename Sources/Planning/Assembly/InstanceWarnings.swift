internal import Diagnostics
internal import KMSModel

/// Warns of policies whose instance is missing or not connected.
enum InstanceWarnings {
  static func warnings(_ context: PlanContext) -> [PlanWarning] {
    var unread: [String: [DesiredObject<PolicySpec>]] = [:]
    var warnings: [PlanWarning] = []
    for policy in context.desired.policies.values {
      let id = ResourceID(.policy, policy.name)
      guard context.scope.contains(id), let instance = policy.spec.scope.instanceID,
        let reading = context.live.instances[instance]
      else { continue }
      if case .unreadable(let reason) = reading { unread[reason, default: []].append(policy) }
      guard let problem = problem(reading) else { continue }
      warnings.append(
        PlanWarning(
          id, "\(id.shortForm): instance '\(instance)' \(problem)", place: place(of: policy)))
    }
    return warnings + unread.map { warning(reason: $0.key, $0.value) }
  }

  private static func problem(_ reading: InstanceReading) -> String? {
    switch reading {
    case .exists(status: "Connected"): nil
    case .exists(let status): "is '\(status)', not 'Connected'"
    case .missing: "does not exist in this account and region"
    // Told once, however many policies refer to it.
    case .unreadable: nil
    }
  }

  private static func warning(
    reason: String, _ policies: [DesiredObject<PolicySpec>]
  ) -> PlanWarning {
    let policies = policies.sorted { $0.name < $1.name }
    let instances = Set(policies.compactMap(\.spec.scope.instanceID)).sorted().map { "'\($0)'" }
    let ids = policies.map { ResourceID(.policy, $0.name) }
    return PlanWarning(
      ids.count == 1 ? ids.first : nil,
      "\(NameList.text(ids.map(\.shortForm))): instance \(NameList.text(instances)) could not be"
        + " read: \(reason)",
      place: policies.first.flatMap { $0.fieldPlaces["scope"] ?? $0.place })
  }

  private static func place(of policy: DesiredObject<PolicySpec>) -> SourceLocation? {
    policy.fieldPlaces["scope"] ?? policy.place
  }
}
