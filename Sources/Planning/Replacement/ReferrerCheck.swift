internal import KMSModel

/// Looks at every live policy and access point before something they may refer to goes.
struct ReferrerCheck {
  let context: PlanContext
  private(set) var refusals: [Refusal] = []

  init(_ context: PlanContext) { self.context = context }

  mutating func check(_ world: inout World) {
    // Policies first: one that stays behind still needs its rules.
    check(&world.policies, &world.accessPoints) { $0.policies.contains($1) }
    check(&world.networkRules, &world.policies) { $0.networkAccess.mayReferTo($1) }
  }

  private mutating func check<Child: ManagedSpec, Parent: ManagedSpec>(
    _ children: inout [String: Item<Child>], _ parents: inout [String: Item<Parent>],
    mayRefer: (Parent, String) -> Bool
  ) {
    let going = children.values.filter { $0.verdict == .delete || $0.verdict == .replace }
      .sorted { $0.id < $1.id }
    guard !going.isEmpty else { return }
    let referrers = ReferrerIndex(parents)
    for child in going {
      if !child.isStandIn { refuseUnknown(child, referrersOfKind: Parent.kind) }
      for name in referrers.live(of: child.id.name, parents, mayRefer) {
        guard let parent = parents[name] else { continue }
        switch reading(of: parent, child, mayRefer) {
        case .fine: continue
        case .follows:
          parents[name]?.verdict = .update
          parents[name]?.follows = child.id
        case .refused(let refusal): refusals.append(refusal)
        case .staysBehind:
          children[child.id.name]?.verdict = .untouched
          children[child.id.name]?.change = nil
        }
      }
      guard child.verdict == .delete else { continue }
      for name in referrers.wanted(child.id.name) {
        refusals.append(ReferrerRefusal.stillWanted(child.id, ResourceID(Parent.kind, name)))
      }
    }
  }

  private enum Reading {
    case fine
    /// The referrer is repointed although its own manifest says nothing new.
    case follows
    case refused(Refusal)
    /// A stand-in whose referrer is not part of this run is left for the next one.
    case staysBehind
  }

  private func reading<Child: ManagedSpec, Parent: ManagedSpec>(
    of parent: Item<Parent>, _ child: Item<Child>, _ mayRefer: (Parent, String) -> Bool
  ) -> Reading {
    switch parent.verdict {
    case .delete, .create: return .fine
    case .update, .replace:
      // An update drops what nobody understands; a stand-in would carry it on.
      let keeps =
        parent.verdict == .replace || parent.after?.references.contains(child.id.name) == true
      guard child.verdict == .replace, keeps, parent.live?.spec.hasOpaqueReferences == true else {
        return .fine
      }
      return .refused(ReferrerRefusal.notSwappable(child.id, parent.id))
    case .untouched: break
    }
    guard parent.ownership?.isOurs == true else {
      return .refused(
        ReferrerRefusal.outside(child.id, child.verdict == .replace, parent.id, parent.ownership))
    }
    guard parent.isInRun, parent.target != nil else {
      return child.isStandIn
        ? .staysBehind : .refused(ReferrerRefusal.cut(child.id, parent.id))
    }
    // A deletion whose referrer stays as it is was declared elsewhere: `wanted` refuses it.
    return child.verdict == .replace ? .follows : .fine
  }

  private mutating func refuseUnknown<Child: ManagedSpec>(
    _ child: Item<Child>, referrersOfKind kind: ResourceKind
  ) {
    let unknown = context.ignored.filter { $0.kind == kind }.sorted()
    guard !unknown.isEmpty, !context.options.allowUnseenReferrers.contains(child.id) else { return }
    refusals.append(
      ReferrerRefusal.ignored(child.id, isReplaced: child.verdict == .replace, unknown))
  }
}
