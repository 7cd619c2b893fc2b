internal import KMSModel

/// Marks where an interrupted replacement goes on to something wider: its referrers leave the
/// stand-in, which has the old content, for the original, which the manifest says.
///
/// The change of the original compares it with nothing, or with itself, so the leftover says it.
struct StandInWidenings {
  private let context: PlanContext

  init(_ context: PlanContext) { self.context = context }

  func mark(_ world: inout World) {
    mark(&world.networkRules, referredToBy: world.policies)
    mark(&world.policies, referredToBy: world.accessPoints)
  }

  private func mark<Spec: ManagedSpec, Parent: ManagedSpec>(
    _ items: inout [String: Item<Spec>], referredToBy parents: [String: Item<Parent>]
  ) {
    for (standIn, original) in context.standIns.originals(of: Spec.kind) where standIn != original {
      guard let leftover = items[standIn], leftover.verdict == .delete,
        let old = leftover.liveSpec(mapping: context.referenceOriginals(of: Spec.kind)),
        let new = items[original]?.after,
        parents.values.contains(where: { $0.live?.spec.references.contains(standIn) == true })
      else { continue }
      items[standIn]?.change?.widenings += new.widenings(from: old).map {
        "'\(original)' instead of its stand-in: \($0)"
      }
    }
  }
}
