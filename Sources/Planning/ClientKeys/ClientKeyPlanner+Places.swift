internal import KMSModel

extension ClientKeyPlanner {
  /// Says what has no place, and what is going to have none.
  mutating func reportPlaces(
    _ id: ResourceID, _ desired: DesiredObject<ClientKeySpec>, _ lifecycle: KeyLifecycle
  ) {
    if let shortage = lifecycle.shortage {
      findings.stuck.append(StuckRotation(shortage, place: desired.place))
    } else if let warning = closeToFull(id, lifecycle) {
      findings.warnings.append(PlanWarning(id, warning, place: desired.place))
    }
  }

  /// Warns while there is time: a rotation needs a place, and one that is interrupted a second one.
  ///
  /// The key in use beside its predecessor is ordinary: what goes by itself before the next
  /// rotation does not count.
  private func closeToFull(_ id: ResourceID, _ lifecycle: KeyLifecycle) -> String? {
    let limit = ClientKeySpec.maximumKeysPerAccessPoint
    let unrecorded = lifecycle.keys.count { $0.state == .unrecorded }
    let adopted = lifecycle.keys.count { $0.state == .elsewhere(until: nil) }
    let staying = lifecycle.keys.count { $0.stays(until: lifecycle.nextIssue) }
    let name = "aap/\(id.name)"
    if staying >= limit {
      return "\(name) is full for the next rotation, due at \(lifecycle.nextIssue): \(staying) of "
        + "at most \(limit) client keys will be there still, \(unrecorded + adopted) of them made by others"
    }
    // One place is for the key in use, one for its successor, one to spare.
    guard unrecorded > 0, unrecorded + 3 > limit else { return nil }
    return "\(name) is close to full: \(unrecorded) of at most \(limit) client keys "
      + "\(unrecorded == 1 ? "was" : "were") made by others, so that a rotation that is interrupted "
      + "has no place for its successor"
  }
}

extension KeyLifecycle {
  /// When the next key is issued; now, when one is due or missing.
  fileprivate var nextIssue: Timestamp {
    if case .fresh(let due) = issue { return max(due, now) }
    if case .heldBack(_, let hold) = issue { return max(hold.until ?? now, now) }
    return now
  }
}

extension KeyLifecycle.Key {
  /// Whether it is there still at a moment, and takes a place away from the next key.
  fileprivate func stays(until moment: Timestamp) -> Bool {
    switch state {
    case .unrecorded, .current, .elsewhere(until: nil), .overlapping(until: nil):
      return state == .unrecorded || live.notAfter > moment
    case .overlapping(let end?), .elsewhere(let end?): return end > moment
    case .retirable, .expired, .orphan, .pending: return false
    }
  }
}
