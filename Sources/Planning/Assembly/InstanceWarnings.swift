internal import KMSModel

/// Warns of policies whose instance is missing or not connected.
enum InstanceWarnings {
  static func warnings(_ context: PlanContext) -> [PlanWarning] {
    context.desired.policies.values.compactMap { policy in
      let id = ResourceID(.policy, policy.name)
      guard context.scope.contains(id), let instance = policy.spec.scope.instanceID,
        let reading = context.live.instances[instance], let problem = problem(reading)
      else { return nil }
      return PlanWarning(
        id, "\(id.shortForm): instance '\(instance)' \(problem)",
        place: policy.fieldPlaces["scope"] ?? policy.place)
    }
  }

  private static func problem(_ reading: InstanceReading) -> String? {
    switch reading {
    case .exists(status: "Connected"): nil
    case .exists(let status): "is '\(status)', not 'Connected'"
    case .missing: "does not exist in this account and region"
    case .unreadable(let reason): "could not be read: \(reason)"
    }
  }
}
