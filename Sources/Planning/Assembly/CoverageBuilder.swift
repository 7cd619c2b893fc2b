internal import KMSModel

/// What was looked at and what was left alone.
struct CoverageBuilder {
  let context: PlanContext
  let world: World

  func coverage(_ leftAlone: [Coverage.LeftAlone]) -> Coverage {
    let live = context.live
    let checked =
      live.networkRules.count + live.policies.count + live.accessPoints.count
      + live.clientKeys.values.map(\.count).reduce(0, +)
    return Coverage(
      checked: checked, unreadable: UnreadableGroup.sorted(live.unreadable),
      ignored: live.ignored.sorted(),
      leftAlone: (leftAlone.filter(isStillLeftAlone) + stayingStandIns).sorted {
        ($0.id, $0.keyID ?? "") < ($1.id, $1.keyID ?? "")
      })
  }

  /// A leftover that a replacement takes into use is no longer left alone.
  private func isStillLeftAlone(_ entry: Coverage.LeftAlone) -> Bool {
    guard entry.reason == .notTargeted else { return true }
    switch entry.id.kind {
    case .networkRule: return world.networkRules[entry.id.name]?.verdict == .untouched
    case .policy: return world.policies[entry.id.name]?.verdict == .untouched
    case .accessPoint, .clientKey: return true
    }
  }

  /// Stand-ins that this run would delete, if a referrer outside it did not still need them.
  private var stayingStandIns: [Coverage.LeftAlone] {
    guard context.scope.mayDelete else { return [] }
    let ids =
      world.networkRules.values.filter { Self.stays($0) }.map(\.id)
      + world.policies.values.filter { Self.stays($0) }.map(\.id)
    return ids.map { .init(id: $0, reason: .notTargeted) }
  }

  private static func stays<Spec: ManagedSpec>(_ item: Item<Spec>) -> Bool {
    item.isStandIn && item.isInRun && item.verdict == .untouched
  }
}
