internal import KMSModel

/// Finds the KMS instance that each client key is for: the manifest's word, or the only one that
/// the policies of its access point name.
struct ClientKeyInstances {
  let context: PlanContext

  init(_ context: PlanContext) { self.context = context }

  /// The instance of an access point's key; nothing when there is none, or more than one.
  func instance(for accessPoint: String) -> String? {
    guard let key = context.desired.clientKeys[accessPoint] else { return nil }
    if let named = key.spec.instance { return named }
    let found = instances(of: accessPoint)
    return found.count == 1 ? found.first : nil
  }

  /// Why files about the instance cannot be delivered, for every declared key that wants them.
  var refusals: [Refusal] {
    context.desired.clientKeys.values.compactMap { key in
      let id = ResourceID(.clientKey, key.name)
      guard context.scope.contains(id), key.spec.wantsInstance, instance(for: key.name) == nil,
        !hasUnreadPolicy(key.name)
      else { return nil }
      let found = instances(of: key.name)
      let what =
        found.isEmpty
        ? "the policies of its access point name no instance"
        : "the policies of its access point name \(found.count) instances: "
          + found.joined(separator: ", ")
      return Refusal(
        .instanceUnknown, id, "\(id): 'sdk' asks for files about its instance, but \(what)",
        nextStep: "say which one: 'instance: kst-…' beside 'deliverTo'",
        place: key.fieldPlaces["deliverTo"] ?? key.place)
    }
  }

  private func instances(of accessPoint: String) -> [String] {
    policies(of: accessPoint).instances { name in
      context.desired.policies[name]?.spec ?? context.live.policies[name]?.spec
    }
  }

  private func policies(of accessPoint: String) -> AccessPointSpec {
    context.desired.accessPoints[accessPoint]?.spec
      ?? context.live.accessPoints[accessPoint]?.spec
      ?? AccessPointSpec(authenticationMethod: .clientKey, policies: [])
  }

  /// What could not be read is refused already.
  private func hasUnreadPolicy(_ accessPoint: String) -> Bool {
    policies(of: accessPoint).policies.contains { name in
      context.desired.policies[name] == nil && context.unread.contains(ResourceID(.policy, name))
    }
  }
}

extension ClientKeySpec {
  /// Whether a place gets files that say where the instance is.
  fileprivate var wantsInstance: Bool {
    destinations.contains { destination in
      guard case .directory(let directory) = destination.place else { return false }
      return !directory.extras.isEmpty
    }
  }
}
