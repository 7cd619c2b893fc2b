internal import KMSModel

/// Finds references to objects that are not there: those that this run would add, and those whose
/// object somebody else made away with.
struct MissingReferences {
  let context: PlanContext
  private(set) var refusals: [Refusal] = []
  private(set) var warnings: [PlanWarning] = []

  init(_ context: PlanContext) { self.context = context }

  mutating func check(_ world: World) {
    check(world.policies.values, world.networkRules)
    check(world.accessPoints.values, world.policies)
  }

  private mutating func check<Parent: ManagedSpec, Child: ManagedSpec>(
    _ parents: some Sequence<Item<Parent>>, _ children: [String: Item<Child>]
  ) {
    for parent in parents where parent.desired != nil && parent.isInRun {
      let known = parent.live?.spec.references ?? []
      for name in (parent.after?.references ?? []).sorted() {
        let id = ResourceID(Child.kind, name)
        let child = children[name]
        let isThere = child?.live != nil || child?.verdict == .create
        guard !isThere, !context.ignored.contains(id), !context.unread.contains(id) else {
          continue
        }
        if context.scope.isPartial, !known.contains(name) {
          refusals.append(ReferrerRefusal.missing(id, parent.id))
        } else {
          warnings.append(
            PlanWarning(
              parent.id,
              "\(parent.id.shortForm) refers to \(id.shortForm), which does not exist: that "
                + "is closed until somebody makes it",
              place: parent.desired?.place))
        }
      }
    }
  }
}
