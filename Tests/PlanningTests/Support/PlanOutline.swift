import KMSModel
import Planning

extension Step {
  /// The step in a few words: `update policy/p`.
  var outline: String {
    let verb =
      switch operation {
      case .createNetworkRule, .createPolicy, .createAccessPoint: "create"
      case .updateNetworkRule, .updatePolicy, .updateAccessPoint: "update"
      case .delete: "delete"
      case .issueClientKey(let issue): issue.isRecovery ? "recover" : "issue"
      case .deleteClientKey: "delete"
      }
    return "\(verb) \(target.shortForm)"
  }
}

extension Plan {
  /// The steps in a few words each.
  var outline: [String] { steps.map(\.outline) }

  /// The changes in a few words each: `update policy/p [git] change`.
  var changeOutline: [String] {
    changes.map {
      "\($0.action.rawValue) \($0.id.shortForm) [\($0.origin.rawValue)] \($0.group.rawValue)"
    }
  }

  /// Whether one step must wait for another, directly or not.
  func orders(_ first: String, before second: String) -> Bool {
    guard let from = steps.first(where: { $0.outline == first }),
      let to = steps.first(where: { $0.outline == second })
    else { return false }
    var waiting = [to.id]
    var seen: Set<Step.ID> = []
    while let next = waiting.popLast() {
      if next == from.id { return true }
      waiting += steps[next].dependsOn.filter { seen.insert($0).inserted }
    }
    return false
  }
}
