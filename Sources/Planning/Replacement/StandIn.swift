internal import KMSModel

/// An object that takes another one's place while that is deleted and made anew.
struct StandIn<Spec: ManagedSpec>: Sendable {
  let name: String
  let original: ResourceID
  /// The old spec under the stand-in's name.
  var target: Step.Target<Spec>
  /// Whether an earlier run has created it already.
  var isThere: Bool
}

/// The stand-ins of one run, by the names of their originals.
struct Replacements: Sendable {
  var networkRules: [String: StandIn<NetworkRuleSpec>] = [:]
  var policies: [String: StandIn<PolicySpec>] = [:]

  /// The references a policy swaps while it keeps them: from original to stand-in.
  func swaps(_ item: Item<PolicySpec>) -> [String: String] {
    Self.swaps(item, networkRules)
  }

  /// The references an access point swaps while it keeps them.
  func swaps(_ item: Item<AccessPointSpec>) -> [String: String] {
    Self.swaps(item, policies)
  }

  private static func swaps<Spec, Child>(
    _ item: Item<Spec>, _ standIns: [String: StandIn<Child>]
  ) -> [String: String] {
    guard !standIns.isEmpty, let live = item.live else { return [:] }
    let kept: Set<String>
    switch item.verdict {
    case .update: kept = live.spec.references.intersection(item.after?.references ?? [])
    case .delete where item.isStandIn: kept = live.spec.references
    case .untouched, .create, .replace, .delete: return [:]
    }
    return kept.reduce(into: [:]) { swaps, name in
      if let standIn = standIns[name] { swaps[name] = standIn.name }
    }
  }
}
