internal import KMSModel

/// Decides which replaced objects need a stand-in, and finds the ones an earlier run left.
struct ReplacementPlanner {
  let context: PlanContext
  private(set) var refusals: [Refusal] = []
  private(set) var replacements = Replacements()

  init(_ context: PlanContext) { self.context = context }

  mutating func plan(_ world: inout World) {
    let policies = needed(world.policies, by: world.accessPoints.values)
    let rules = needed(
      world.networkRules, by: world.policies.values, alsoFor: policies.keys.map { $0 })
    for name in rules.keys.sorted() {
      guard let item = world.networkRules[name], let live = item.live else { continue }
      let standIn = standIn(
        for: item, live, spec: live.spec, &world.networkRules, held: held(by: world.policies))
      replacements.networkRules[name] = standIn
    }
    let renamed = replacements.networkRules.mapValues(\.name)
    for name in policies.keys.sorted() {
      guard let item = world.policies[name], let live = item.live else { continue }
      let spec = live.spec.renamingReferences(renamed)
      replacements.policies[name] = standIn(
        for: item, live, spec: spec, &world.policies, held: held(by: world.accessPoints))
    }
    giveChanges(&world.policies, world.networkRules, standIns: context.standIns.networkRules)
    giveChanges(&world.accessPoints, world.policies, standIns: context.standIns.policies)
  }

  /// The replaced objects that something keeps referring to while they are gone.
  private func needed<Child: ManagedSpec, Parent: ManagedSpec>(
    _ children: [String: Item<Child>], by parents: some Sequence<Item<Parent>>,
    alsoFor standIns: [String] = []
  ) -> [String: Bool] {
    let replaced = Set(children.values.filter { $0.verdict == .replace }.map(\.id.name))
    guard !replaced.isEmpty else { return [:] }
    let duplicated = Set(standIns)
    return parents.reduce(into: [:]) { needed, parent in
      guard let live = parent.live?.spec.references else { return }
      let kept: Set<String>
      switch parent.verdict {
      case .update: kept = live.intersection(parent.after?.references ?? [])
      case .delete where parent.isStandIn: kept = live
      case .replace where duplicated.contains(parent.id.name): kept = live
      case .untouched, .create, .replace, .delete: return
      }
      for name in kept.intersection(replaced) { needed[name] = true }
    }
  }

  private mutating func standIn<Spec: ManagedSpec>(
    for item: Item<Spec>, _ live: LiveObject<Spec>, spec: Spec, _ items: inout [String: Item<Spec>],
    held: (String) -> ResourceID?
  ) -> StandIn<Spec> {
    let description = MarkerText.canonical(live.reading.description)
    let old = live.spec.appliedDigest(description: description, using: context.digest)
    let id = ResourceID(
      Spec.kind, StandInName.make(for: item.id.name, old: old, digest: context.digest))
    var marker = TargetMaker(context: context).marker(id, description, spec)
    marker.appliedDigest = StandInLeftover<Spec>.digest(spec, description, context.digest)
    marker.isStandIn = true
    marker.extras = live.reading.marker?.extras
    let target = Step.Target(name: id.name, description: description, spec: spec, marker: marker)
    if !context.writesMarkers {
      refusals.append(ReferrerRefusal.standInNeedsMarker(item.id))
    } else if let existing = items[id.name] {
      let originals = context.referenceOriginals(of: Spec.kind)
      if existing.isStandIn,
        existing.liveSpec(mapping: originals) == item.liveSpec(mapping: originals)
      {
        if let referrer = held(id.name) {
          refusals.append(ReferrerRefusal.cut(id, referrer))
        }
        // Part of this replacement now, not a leftover of its own.
        items[id.name]?.verdict = .delete
        items[id.name]?.change = nil
        items[id.name]?.follows = item.id
      } else {
        refusals.append(ReferrerRefusal.standInConflict(id, item.id))
      }
    } else if context.unread.contains(id) || context.ignored.contains(id) {
      refusals.append(ReferrerRefusal.standInConflict(id, item.id))
    }
    return StandIn(
      name: id.name, original: item.id, target: target, isThere: items[id.name] != nil)
  }

  /// The first live referrer of a name that this run does not touch.
  private func held<Parent: ManagedSpec>(
    by parents: [String: Item<Parent>]
  ) -> (String) -> ResourceID? {
    { name in
      parents.values.filter {
        $0.verdict == .untouched && $0.live?.spec.references.contains(name) == true
      }.map(\.id).min()
    }
  }

  /// Finds the change that an update belongs to which only leaves a stand-in.
  private func giveChanges<Parent: ManagedSpec, Child: ManagedSpec>(
    _ parents: inout [String: Item<Parent>], _ children: [String: Item<Child>],
    standIns: [String: String]
  ) {
    for (name, parent) in parents {
      guard parent.verdict == .update, parent.change == nil, parent.follows == nil else { continue }
      let left = (parent.live?.spec.references ?? []).filter { standIns[$0] != nil }.sorted()
      let candidates = left.flatMap { [standIns[$0] ?? $0, $0] }
      if let owner = candidates.first(where: { children[$0]?.isToldOf == true }) {
        parents[name]?.follows = ResourceID(Child.kind, owner)
      } else if let desired = parent.desired, let live = parent.live {
        let description = MarkerText.canonical(live.reading.description)
        parents[name]?.change = Change(
          id: parent.id, action: .update, origin: .git, group: .change,
          fields: FieldComparison.fields(from: (description, live.spec), to: desired),
          reason: "points back from a stand-in", place: desired.place)
      }
    }
  }
}
