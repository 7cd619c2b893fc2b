internal import KMSModel

/// A stand-in that an interrupted replacement left: applications may be running on it.
struct StandInLeftover<Spec: ManagedSpec> {
  let context: PlanContext
  let live: LiveObject<Spec>
  let marker: Marker

  /// What people are told when it goes; drift when somebody has edited it since it was made.
  func deletion(_ id: ResourceID) -> Change {
    let original = context.standIns.original(of: id)
    let left =
      "left by an interrupted replacement" + (original == id ? "" : " of \(original.shortForm)")
    switch marker.appliedDigest {
    case Self.digest(live.spec, MarkerText.canonical(live.reading.description), context.digest):
      return Change(id: id, action: .delete, origin: .git, group: .change, reason: left)
    case let applied where applied.version == AppliedDigest.currentVersion:
      return Change(
        id: id, action: .delete, origin: .drift, group: .drift,
        reason: "\(left), and edited since then")
    default:
      return Change(id: id, action: .delete, origin: .unknown, group: .change, reason: left)
    }
  }

  /// The digest in a stand-in's marker.
  ///
  /// A swap may point a stand-in at another stand-in and keeps its marker, so references count by
  /// the name both have in common.
  static func digest(
    _ spec: Spec, _ description: String, _ digest: DigestFunction
  ) -> AppliedDigest {
    let common = spec.references.map { ($0, StandInName.common(to: $0)) }
    return spec.renamingReferences(Dictionary(common) { first, _ in first })
      .appliedDigest(description: description, using: digest)
  }
}
