internal import KMSModel

/// The markers that a stack wrote before it was told to write none: they stay, and that is said.
enum LeftMarkers {
  static func notes(_ context: PlanContext, _ world: World) -> [PlanNote] {
    guard !context.writesMarkers else { return [] }
    let ids =
      (left(world.networkRules, context) + left(world.policies, context)
      + left(world.accessPoints, context)).sorted()
    guard !ids.isEmpty else { return [] }
    let owner = context.stack.owner.stack
    let markers = ids.count == 1 ? "the marker" : "the markers"
    return [
      PlanNote(
        nil,
        "'ownership: none' leaves \(markers) that stack '\(owner)' wrote before in the "
          + "\(ids.count == 1 ? "Description" : "Descriptions") of "
          + ids.map(\.shortForm).joined(separator: ", "),
        nextStep: "to be rid of \(ids.count == 1 ? "it" : "them"), take "
          + "'\(MarkerText.openingText)…]' out of each Description in the console; as long as it is "
          + "there, 'ownership: marker' takes the object up again")
    ]
  }

  /// Those that this run does not overwrite.
  private static func left<Spec: ManagedSpec>(
    _ items: [String: Item<Spec>], _ context: PlanContext
  ) -> [ResourceID] {
    items.values.filter { item in
      guard let marker = item.reading?.marker, item.verdict == .untouched else { return false }
      return marker.owner == context.stack.owner
        && marker.isGenuine(for: item.id, digest: context.digest)
    }.map(\.id)
  }
}
