internal import KMSModel

/// One state of one object, as it was read or written; equal states cannot be told apart.
enum ObservedObject: Sendable, Hashable {
  case absent
  case networkRule(description: String, NetworkRuleSpec)
  case policy(description: String, PolicySpec)
  case accessPoint(description: String, AccessPointSpec)

  /// What a live object shows.
  init<Spec: AppliedSpec>(_ live: LiveObject<Spec>) {
    self = live.spec.observed(as: live.rawDescription)
  }
}

extension LiveState {
  /// What was read of one object; nothing when it was not read, or could not be.
  func observed(_ id: ResourceID) -> ObservedObject? {
    let isUnknown = ignored.contains(id) || unreadable.contains { $0.id == nil || $0.id == id }
    guard !isUnknown else { return nil }
    return switch id.kind {
    case .networkRule: networkRules[id.name].map { ObservedObject($0) } ?? .absent
    case .policy: policies[id.name].map { ObservedObject($0) } ?? .absent
    case .accessPoint: accessPoints[id.name].map { ObservedObject($0) } ?? .absent
    case .clientKey: nil
    }
  }
}
