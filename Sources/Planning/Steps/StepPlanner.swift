internal import KMSModel

/// Finds an order in which no stop on the way leaves more access than before or after.
struct StepPlanner {
  let world: World
  let replacements: Replacements
  let clientKeys: ClientKeyPlan
  let instances: ClientKeyInstances

  /// The steps, or the objects whose changes wait for each other.
  enum Outcome {
    case steps([Step])
    case circle([ResourceID])
  }

  func plan() -> Outcome {
    var splits = StepBuilder.Splits()
    var builder = build(splits)
    var circles = builder.graph.circles
    // First cut policies, which only ever loses grants that go anyway; then rules.
    if !circles.isEmpty {
      splits.policies = names(.policy, in: circles, builder) {
        world.policies[$0].map(Self.isMixed) ?? false
      }
      builder = build(splits)
      circles = builder.graph.circles
    }
    if !circles.isEmpty {
      splits.networkRules = names(.networkRule, in: circles, builder) {
        world.networkRules[$0].map(Self.isMixed) ?? false
      }
      builder = build(splits)
      circles = builder.graph.circles
    }
    guard circles.isEmpty else {
      let ids = circles.joined().map { builder.graph.nodes[$0].target }
      return .circle(Set(ids).sorted())
    }
    builder.graph.settlePreferences()
    return .steps(builder.graph.steps())
  }

  private func build(_ splits: StepBuilder.Splits) -> StepBuilder {
    var builder = StepBuilder(world, replacements, splits: splits)
    builder.build()
    builder.orderAll()
    builder.addClientKeys(clientKeys, instances)
    return builder
  }

  private func names(
    _ kind: ResourceKind, in circles: [[Int]], _ builder: StepBuilder,
    where isMixed: (String) -> Bool
  ) -> Set<String> {
    let ids = circles.joined().map { builder.graph.nodes[$0].target }
    return Set(ids.filter { $0.kind == kind }.map(\.name).filter(isMixed))
  }

  private static func isMixed(_ item: Item<PolicySpec>) -> Bool {
    guard item.verdict == .update, let live = item.live?.spec, let after = item.after else {
      return false
    }
    return live.grantShift(to: after) == .mixed
  }

  private static func isMixed(_ item: Item<NetworkRuleSpec>) -> Bool {
    guard item.verdict == .update, let live = item.live?.spec, let after = item.after else {
      return false
    }
    return live.shift(to: after) == .mixed
  }
}

extension StepBuilder {
  /// Keys are issued when everything the access point needs is in place, and go after its updates.
  ///
  /// What may go anyway goes before the issue, so that three keys do not live side by side: both
  /// write the same access point, and of two steps that do the first by number comes first.
  fileprivate mutating func addClientKeys(_ plan: ClientKeyPlan, _ instances: ClientKeyInstances) {
    var removed: [String: [Int]] = [:]
    for removal in plan.removals {
      removed[removal.accessPoint, default: []].append(add(removal, plan))
    }
    var issues: [String: Int] = [:]
    for issue in plan.issues {
      let id = ResourceID(.clientKey, issue.accessPoint)
      let operation = Step.ClientKeyIssue(
        accessPoint: issue.accessPoint, spec: issue.spec, isRecovery: issue.isRecovery,
        replaces: issue.replaces, besides: issue.besides,
        revokesOthers: issue.revokesOthers ? true : nil,
        instance: instances.instance(for: issue.accessPoint),
        basis: plan.bases[issue.accessPoint])
      let node = graph.add(
        .init(target: id, change: id, operation: .issueClientKey(operation)))
      graph.order(lastStep(of: issue.accessPoint), before: node)
      for policy in world.accessPoints[issue.accessPoint]?.after?.policies ?? [] {
        graph.order(policies[policyKeyAfter(policy)]?.entering, before: node)
      }
      issues[issue.accessPoint] = node
      guard issue.waitsForRemovals else { continue }
      for removal in removed[issue.accessPoint] ?? [] { graph.order(removal, before: node) }
    }
    for removal in plan.lateRemovals {
      graph.order(issues[removal.accessPoint], before: add(removal, plan))
    }
  }

  private mutating func add(_ removal: ClientKeyPlan.Removal, _ plan: ClientKeyPlan) -> Int {
    var removal = removal
    removal.basis = plan.bases[removal.accessPoint]
    let id = ResourceID(.clientKey, removal.accessPoint)
    let node = graph.add(.init(target: id, change: id, operation: .deleteClientKey(removal)))
    graph.order(lastStep(of: removal.accessPoint), before: node)
    return node
  }

  private func lastStep(of accessPoint: String) -> Int? {
    let key = GraphKey(accessPoint)
    return accessPoints[GraphKey(accessPoint, isNew: true)]?.last ?? accessPoints[key]?.last
  }
}
