internal import KMSModel

/// The stack's limits on how much one run may take away or change.
struct SafetyLimits {
  let context: PlanContext
  let world: World

  var refusals: [Refusal] { [tooManyDeletes, tooManyChanges].compactMap { $0 } }

  private var safety: StackSpec.Safety { context.stack.safety }

  private var tooManyDeletes: Refusal? {
    let unnamed = (deleted(world.networkRules) + deleted(world.policies))
      .filter { !context.options.allowDelete.contains($0) }.sorted()
    guard unnamed.count > safety.maximumDeletes else { return nil }
    let noun = unnamed.count == 1 ? "network rule or policy" : "network rules and policies"
    return Refusal(
      .tooManyDeletes, nil,
      "\(unnamed.count) \(noun) would be deleted without being named, the stack allows "
        + "\(safety.maximumDeletes)",
      nextStep: "to allow exactly these: "
        + unnamed.map { "--allow-delete \($0.shortForm)" }.joined(separator: " "))
  }

  private var tooManyChanges: Refusal? {
    let existing = owned(world.networkRules) + owned(world.policies) + owned(world.accessPoints)
    let changed = existing.filter { $0 }.count
    guard existing.count >= safety.minimumExisting,
      changed * 100 > safety.maximumChangePercent * existing.count,
      context.options.allowChanges.map({ changed > $0 }) ?? true
    else { return nil }
    return Refusal(
      .tooManyChanges, nil,
      "\(changed) of \(existing.count) live objects would be changed, replaced or deleted "
        + "(\(changed * 100 / existing.count) %), the stack allows "
        + "\(safety.maximumChangePercent) %",
      nextStep: "to allow exactly this many: --allow-changes \(changed)")
  }

  private func deleted<Spec: ManagedSpec>(_ items: [String: Item<Spec>]) -> [ResourceID] {
    items.values.filter { $0.verdict == .delete && !$0.isStandIn }.map(\.id)
  }

  /// One entry per live object of this stack: whether it changes for people.
  private func owned<Spec: ManagedSpec>(_ items: [String: Item<Spec>]) -> [Bool] {
    items.values.filter { $0.ownership?.isOurs == true && !$0.isStandIn }.map(\.isToldOf)
  }
}
