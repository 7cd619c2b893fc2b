internal import KMSModel

/// Makes the nodes of the graph: which writes there are, not yet in which order.
struct StepBuilder {
  /// What is cut into a narrowing and a final write, because no other order is safe.
  struct Splits: Sendable, Hashable {
    var policies: Set<String> = []
    var networkRules: Set<String> = []
  }

  let world: World
  let replacements: Replacements
  let splits: Splits
  var graph = StepGraph()
  private(set) var rules: [GraphKey: ObjectSteps] = [:]
  private(set) var policies: [GraphKey: ObjectSteps] = [:]
  private(set) var accessPoints: [GraphKey: ObjectSteps] = [:]

  init(_ world: World, _ replacements: Replacements, splits: Splits) {
    self.world = world
    self.replacements = replacements
    self.splits = splits
  }

  mutating func build() {
    for name in world.networkRules.keys.sorted() {
      guard let item = world.networkRules[name], item.verdict != .untouched else { continue }
      let narrowed = splits.networkRules.contains(name) ? narrowedSources(item) : nil
      let made = steps(item, swaps: [:], narrowed: narrowed, shift: Self.shift(item))
      rules.merge(made) { old, _ in old }
    }
    for name in world.policies.keys.sorted() {
      guard let item = world.policies[name], item.verdict != .untouched else { continue }
      let swaps = replacements.swaps(item)
      let narrowed = splits.policies.contains(name) ? narrowedGrants(item, swaps) : nil
      let made = steps(item, swaps: swaps, narrowed: narrowed, shift: shift(item))
      policies.merge(made) { old, _ in old }
    }
    for name in world.accessPoints.keys.sorted() {
      guard let item = world.accessPoints[name], item.verdict != .untouched else { continue }
      let made = steps(item, swaps: replacements.swaps(item), narrowed: nil, shift: .neutral)
      accessPoints.merge(made) { old, _ in old }
    }
    for standIn in replacements.networkRules.values.sorted(by: { $0.name < $1.name }) {
      rules[GraphKey(standIn.name), default: ObjectSteps()].add(standIn, to: &graph)
    }
    for standIn in replacements.policies.values.sorted(by: { $0.name < $1.name }) {
      policies[GraphKey(standIn.name), default: ObjectSteps()].add(standIn, to: &graph)
    }
  }

  private mutating func steps<Spec: ManagedSpec>(
    _ item: Item<Spec>, swaps: [String: String], narrowed: Spec?, shift: AccessShift
  ) -> [GraphKey: ObjectSteps] {
    let change = item.change?.id ?? item.follows ?? item.id
    let key = GraphKey(item.id.name)
    var steps = ObjectSteps()
    guard let live = item.live else {
      steps.creation = add(item.id, change, item.target.map(Spec.creation))
      steps.shifts = steps.creation.map { [AccessStep(node: $0, shift: .widening)] } ?? []
      return [key: steps]
    }
    var writes = WriteSequence(live)
    if !swaps.isEmpty {
      let swapped = live.spec.renamingReferences(swaps)
      let owner = ResourceID(
        item.id.kind == .accessPoint ? .policy : .networkRule, swaps.keys.min() ?? "")
      steps.swap = add(item.id, owner, writes.keepingMarker(swapped))
    }
    switch item.verdict {
    case .untouched, .create: break
    case .update:
      var shift = shift
      if let narrowed {
        steps.narrowing = add(item.id, change, writes.keepingMarker(narrowed))
        shift = finalShift(item, shift)
        steps.shifts = steps.narrowing.map { [AccessStep(node: $0, shift: .narrowing)] } ?? []
      }
      steps.final = add(item.id, change, item.target.map { writes.write($0) })
      steps.shifts += steps.final.map { [AccessStep(node: $0, shift: shift)] } ?? []
    case .delete:
      steps.deletion = add(item.id, change, writes.deletion(item.id))
    case .replace:
      steps.deletion = add(item.id, change, writes.deletion(item.id))
      var new = ObjectSteps()
      new.creation = add(item.id, change, item.target.map(Spec.creation))
      return [key: steps, GraphKey(item.id.name, isNew: true): new]
    }
    return [key: steps]
  }

  private mutating func add(
    _ target: ResourceID, _ change: ResourceID, _ operation: Step.Operation?
  ) -> Int? {
    operation.map { graph.add(.init(target: target, change: change, operation: $0)) }
  }
}

extension StepBuilder {
  private static func shift(_ item: Item<NetworkRuleSpec>) -> AccessShift {
    guard let live = item.live, let after = item.after else { return .neutral }
    return live.spec.shift(to: after)
  }

  /// How an update moves a policy; a reference to a replaced rule counts as another reference.
  private func shift(_ item: Item<PolicySpec>) -> AccessShift {
    guard let live = item.live?.spec, let after = item.after else { return .neutral }
    let grants = live.grantShift(to: after)
    let network = networkShift(live, after)
    return AccessShift(
      narrows: grants.narrows || network.narrows, widens: grants.widens || network.widens)
  }

  private func networkShift(_ live: PolicySpec, _ after: PolicySpec) -> AccessShift {
    let isReplaced = live.references.intersection(after.references).contains {
      world.networkRules[$0]?.verdict == .replace
    }
    return isReplaced ? .mixed : live.networkAccess.shift(to: after.networkAccess)
  }

  /// What is left to the final write after the narrowing one.
  private func finalShift<Spec: ManagedSpec>(
    _ item: Item<Spec>, _ whole: AccessShift
  ) -> AccessShift {
    guard let live = item.live?.spec as? PolicySpec, let after = item.after as? PolicySpec else {
      return .widening
    }
    return AccessShift(narrows: networkShift(live, after).narrows, widens: whole.widens)
  }

  private func narrowedGrants(
    _ item: Item<PolicySpec>, _ swaps: [String: String]
  ) -> PolicySpec? {
    guard item.verdict == .update, let live = item.live?.spec, let after = item.after else {
      return nil
    }
    return live.renamingReferences(swaps).narrowedGrants(to: after)
  }

  private func narrowedSources(_ item: Item<NetworkRuleSpec>) -> NetworkRuleSpec? {
    guard item.verdict == .update, let live = item.live?.spec else { return nil }
    return item.after.flatMap { live.intersection(with: $0) }
  }
}

extension ObjectSteps {
  /// The creation of a stand-in, unless it is there, and the deletion of a fresh one.
  fileprivate mutating func add<Spec: ManagedSpec>(
    _ standIn: StandIn<Spec>, to graph: inout StepGraph
  ) {
    // One that is there already is a leftover item with a deletion of its own.
    guard !standIn.isThere else { return }
    let id = ResourceID(Spec.kind, standIn.name)
    creation = graph.add(
      .init(target: id, change: standIn.original, operation: Spec.creation(standIn.target)))
    let deletion = Step.Deletion(
      id: id, rawDescription: standIn.target.rawDescription,
      spec: standIn.target.spec.whenDeleted)
    self.deletion = graph.add(
      .init(target: id, change: standIn.original, operation: .delete(deletion)))
  }
}
