internal import KMSModel

/// One named object: what the manifests say, what lives, and what this run does about it.
struct Item<Spec: ManagedSpec>: Sendable {
  /// What this run does to the object.
  enum Verdict: Sendable, Hashable {
    case untouched
    case create
    case update
    case replace
    case delete
  }

  let id: ResourceID
  let desired: DesiredObject<Spec>?
  let live: LiveObject<Spec>?
  let reading: MarkerReading?
  let ownership: Ownership?
  /// Whether it only stands in for another object, left by an earlier run.
  var isStandIn = false
  var isInRun: Bool
  var verdict = Verdict.untouched
  /// What people are told; nothing for an update that only follows another object's replacement.
  var change: Change?
  /// The final form, for everything but a deletion.
  var target: Step.Target<Spec>?
  /// The change that an update without one of its own belongs to.
  var follows: ResourceID?

  /// The spec that this run leads to; nothing when the object goes.
  var after: Spec? {
    switch verdict {
    case .untouched: live?.spec
    case .create, .update, .replace: target?.spec
    case .delete: nil
    }
  }

  /// Whether people see a change of it that counts as one.
  var isToldOf: Bool { change.map { $0.group != .bookkeeping } ?? false }

  /// The live spec with stand-ins taken for what they stand in for.
  func liveSpec(mapping originals: [String: String]) -> Spec? {
    live?.spec.renamingReferences(originals)
  }
}

/// All items of the three named kinds, by name.
struct World: Sendable {
  var networkRules: [String: Item<NetworkRuleSpec>]
  var policies: [String: Item<PolicySpec>]
  var accessPoints: [String: Item<AccessPointSpec>]

  /// What people are told, of all three kinds.
  var changes: [Change] {
    networkRules.values.compactMap(\.change) + policies.values.compactMap(\.change)
      + accessPoints.values.compactMap(\.change)
  }
}
