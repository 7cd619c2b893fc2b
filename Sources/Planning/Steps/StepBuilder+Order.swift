internal import KMSModel

// Which step must wait for which. The rule behind all of this: at every moment, what a policy
// grants from where lies within what it granted before or will grant in the end, and the same for
// every access point. `docs/planning.md` has the reasoning.
extension StepBuilder {
  mutating func orderAll() {
    for name in world.policies.keys.sorted() { world.policies[name].map { order($0) } }
    for standIn in replacements.policies.values where !standIn.isThere { order(standIn) }
    for name in world.accessPoints.keys.sorted() { world.accessPoints[name].map { order($0) } }
    for steps in rules.values { orderWithin(steps) }
    for (name, item) in world.networkRules where item.verdict == .replace {
      graph.order(
        rules[GraphKey(name)]?.deletion, before: rules[GraphKey(name, isNew: true)]?.creation)
    }
  }

  // MARK: Policies and their rules

  private mutating func order(_ item: Item<PolicySpec>) {
    let old = policies[GraphKey(item.id.name)] ?? ObjectSteps()
    orderWithin(old)
    orderSwaps(old, replacements.swaps(item), rules)
    switch item.verdict {
    case .untouched: return
    case .create: orderEntry(old.creation, rulesAfter(item))
    case .delete: orderLeaving(old, rulesBefore(item), swaps: replacements.swaps(item), rules)
    case .replace:
      let new = policies[GraphKey(item.id.name, isNew: true)]?.creation
      orderLeaving(old, rulesBefore(item), swaps: [:], rules)
      graph.order(old.deletion, before: new)
      orderEntry(new, rulesAfter(item))
    case .update: orderUpdate(item, old)
    }
  }

  private mutating func orderUpdate(_ item: Item<PolicySpec>, _ steps: ObjectSteps) {
    guard let live = item.live?.spec, let after = item.after else { return }
    let (before, wanted) = (rulesBefore(item), rulesAfter(item))
    let grants = live.grantShift(to: after)
    for key in before.intersection(wanted) {
      guard let rule = rules[key] else { continue }
      if grants.narrows {
        for node in rule.widening { graph.order(steps.narrowing ?? steps.final, before: node) }
      }
      if grants.widens {
        for node in rule.narrowingShifts { graph.order(node, before: steps.final) }
      }
    }
    orderLeaving(
      steps, before.subtracting(wanted), swaps: replacements.swaps(item), rules)
    // What is open in the end lets every address in anyway.
    if !after.networkAccess.isOpen || grants.narrows {
      let leaving = after.networkAccess.isOpen ? steps.narrowing ?? steps.final : steps.final
      for key in before.subtracting(wanted) {
        for node in rules[key]?.widening ?? [] { graph.order(leaving, before: node) }
      }
    }
    // A value nobody understands may not mean the rules it seems to name: they count as added, too.
    let added = live.hasOpaqueReferences ? wanted : wanted.subtracting(before)
    for key in added { graph.order(rules[key]?.creation, before: steps.final) }
    guard !live.networkAccess.isOpen || grants.widens else { return }
    orderEntry(steps.final, added)
  }

  /// A step with which rules come to count: they must not allow more than in the end.
  private mutating func orderEntry(_ entry: Int?, _ keys: Set<GraphKey>) {
    for key in keys {
      guard let rule = rules[key] else { continue }
      graph.order(rule.creation, before: entry)
      for node in rule.narrowingShifts { graph.order(node, before: entry) }
      for node in rule.widening { graph.prefer(node, before: entry) }
    }
  }

  private mutating func order(_ standIn: StandIn<PolicySpec>) {
    guard let steps = policies[GraphKey(standIn.name)] else { return }
    graph.order(steps.creation, before: steps.deletion)
    for key in references(of: standIn.target.spec.networkAccess) {
      graph.order(rules[key]?.creation, before: steps.creation)
      graph.order(steps.deletion, before: rules[key]?.deletion)
    }
  }

  // MARK: Access points and their policies

  private mutating func order(_ item: Item<AccessPointSpec>) {
    let old = accessPoints[GraphKey(item.id.name)] ?? ObjectSteps()
    let swaps = replacements.swaps(item)
    orderWithin(old)
    orderSwaps(old, swaps, policies)
    let before = Set((item.live?.spec.policies ?? []).map { GraphKey($0) })
    let after = Set((item.after?.policies ?? []).map { policyKeyAfter($0) })
    switch item.verdict {
    case .untouched: return
    case .create: orderTaking(old.creation, after)
    case .delete: orderDropping(old, before, swaps: [:])
    case .replace:
      let new = accessPoints[GraphKey(item.id.name, isNew: true)]?.creation
      orderDropping(old, before, swaps: [:])
      graph.order(old.deletion, before: new)
      orderTaking(new, after)
    case .update:
      orderDropping(old, before.subtracting(after), swaps: swaps)
      orderTaking(old.final, after.subtracting(before))
    }
  }

  /// Policies are dropped before they, or their rules, allow more than they did.
  private mutating func orderDropping(
    _ steps: ObjectSteps, _ keys: Set<GraphKey>, swaps: [String: String]
  ) {
    orderLeaving(steps, keys, swaps: swaps, policies)
    for key in keys {
      for node in policies[key]?.widening ?? [] { graph.order(steps.last, before: node) }
      guard let item = world.policies[key.name] else { continue }
      for rule in rulesBefore(item) {
        for node in rules[rule]?.widening ?? [] { graph.order(steps.last, before: node) }
      }
    }
  }

  /// Policies are taken on after they, and their rules, allow no more than they will.
  private mutating func orderTaking(_ entry: Int?, _ keys: Set<GraphKey>) {
    for key in keys {
      let policy = policies[key]
      graph.order(policy?.creation, before: entry)
      for node in policy?.narrowingShifts ?? [] { graph.order(node, before: entry) }
      for node in policy?.widening ?? [] { graph.prefer(node, before: entry) }
      guard let item = world.policies[key.name] else { continue }
      for rule in rulesAfter(item) {
        for node in rules[rule]?.narrowingShifts ?? [] { graph.order(node, before: entry) }
        for node in rules[rule]?.widening ?? [] { graph.prefer(node, before: entry) }
      }
    }
  }

  // MARK: Both

  private mutating func orderWithin(_ steps: ObjectSteps) {
    let chain = [steps.creation, steps.swap, steps.narrowing, steps.final, steps.deletion]
      .compactMap { $0 }
    for (first, second) in zip(chain, chain.dropFirst()) { graph.order(first, before: second) }
  }

  /// A reference is dropped before what it refers to goes; a swap drops it early.
  private mutating func orderLeaving(
    _ steps: ObjectSteps, _ keys: Set<GraphKey>, swaps: [String: String],
    _ children: [GraphKey: ObjectSteps]
  ) {
    for key in keys {
      let leaving = swaps[key.name] == nil ? steps.last : steps.swap
      graph.order(leaving, before: children[key]?.deletion)
    }
  }

  private mutating func orderSwaps(
    _ steps: ObjectSteps, _ swaps: [String: String], _ children: [GraphKey: ObjectSteps]
  ) {
    for (original, standIn) in swaps {
      graph.order(children[GraphKey(standIn)]?.creation, before: steps.swap)
      graph.order(steps.swap, before: children[GraphKey(original)]?.deletion)
      graph.order(steps.last, before: children[GraphKey(standIn)]?.deletion)
    }
  }

  func policyKeyAfter(_ name: String) -> GraphKey {
    GraphKey(name, isNew: world.policies[name]?.verdict == .replace)
  }

  private func rulesBefore(_ item: Item<PolicySpec>) -> Set<GraphKey> {
    item.live.map { references(of: $0.spec.networkAccess) } ?? []
  }

  private func rulesAfter(_ item: Item<PolicySpec>) -> Set<GraphKey> {
    guard let access = item.after?.networkAccess else { return [] }
    guard item.verdict != .untouched else { return references(of: access) }
    return Set(
      access.ruleNames.map {
        GraphKey($0, isNew: world.networkRules[$0]?.verdict == .replace)
      })
  }

  /// The rules a live policy refers to; for a value nobody understands, those it may mean.
  private func references(of access: NetworkAccess) -> Set<GraphKey> {
    guard case .opaque = access else { return Set(access.ruleNames.map { GraphKey($0) }) }
    return Set(
      rules.keys.filter {
        !$0.isNew && world.networkRules[$0.name]?.live != nil && access.mayReferTo($0.name)
      })
  }
}
