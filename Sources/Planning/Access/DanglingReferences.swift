internal import KMSModel

/// References to objects that do not exist: they let nobody in and grant nothing.
///
/// The service refuses no reference and no delete for their sake, and its documents warn that
/// applications cannot reach KMS any more once a rule in use is gone; that such a reference is
/// closed, not ignored, is inferred from there (kms-api.md §16.1 U6, U9). This is the one place that
/// says so. Therefore making what somebody refers to already widens access, whoever owns the
/// referrer, and a new reference to nothing widens none.
struct DanglingReferences {
  private let context: PlanContext

  init(_ context: PlanContext) { self.context = context }

  /// Puts the widenings of a world right that depend on what exists.
  func mark(_ world: inout World) {
    for (name, item) in world.networkRules where item.verdict == .create {
      let referrers = world.policies.values.filter { Self.keeps($0, name) }
      world.networkRules[name]?.change?.widenings += Self.sorted(referrers).map {
        "policy '\($0)' refers to it already: from its addresses nobody was let in while it did "
          + "not exist"
      }
    }
    for (name, item) in world.policies where item.verdict == .create {
      let referrers = world.accessPoints.values.filter { Self.keeps($0, name) }
      world.policies[name]?.change?.widenings += Self.sorted(referrers).map {
        "access point '\($0)' refers to it already: it granted nothing while it did not exist"
      }
    }
    for (name, item) in world.policies {
      guard let widenings = widenings(of: item, world.networkRules) else { continue }
      world.policies[name]?.change?.widenings = widenings
    }
    for (name, item) in world.accessPoints {
      guard let widenings = widenings(of: item, world.policies) else { continue }
      world.accessPoints[name]?.change?.widenings = widenings
    }
  }

  /// Whether an object refers to a name now and goes on doing so.
  private static func keeps<Spec: ManagedSpec>(_ item: Item<Spec>, _ name: String) -> Bool {
    guard let live = item.live?.spec, let after = item.after else { return false }
    return live.mayReferTo(name) && after.mayReferTo(name)
  }

  private static func sorted<Spec: ManagedSpec>(_ items: [Item<Spec>]) -> [String] {
    items.map(\.id.name).sorted()
  }

  /// The widenings without references to nothing; nothing when there are no such references.
  private func widenings<Parent: ManagedSpec, Child: ManagedSpec>(
    of item: Item<Parent>, _ children: [String: Item<Child>]
  ) -> [String]? {
    guard item.change?.widenings.isEmpty == false, let target = item.target?.spec,
      let old = item.liveSpec(mapping: context.referenceOriginals(of: Parent.kind))
    else { return nil }
    let missing = target.references.subtracting(old.references).filter { name in
      let id = ResourceID(Child.kind, name)
      return children[name]?.after == nil && !context.ignored.contains(id)
        && !context.unread.contains(id)
    }
    guard !missing.isEmpty else { return nil }
    return target.withoutReferences(to: missing, insteadOf: old).widenings(from: old)
  }
}

extension ManagedSpec {
  /// Whether an object of the level below may be meant.
  fileprivate func mayReferTo(_ name: String) -> Bool {
    if let policy = self as? PolicySpec { return policy.networkAccess.mayReferTo(name) }
    return references.contains(name)
  }

  /// The spec without some references; where none is left, which would mean open, with the old ones.
  fileprivate func withoutReferences(to names: Set<String>, insteadOf old: Self) -> Self {
    let kept = references.subtracting(names)
    if var policy = self as? PolicySpec, let old = old as? PolicySpec {
      policy.networkAccess = kept.isEmpty ? old.networkAccess : .rules(kept)
      return policy as? Self ?? self
    }
    if var point = self as? AccessPointSpec {
      point.policies = kept
      return point as? Self ?? self
    }
    return self
  }
}
