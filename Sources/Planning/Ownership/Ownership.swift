internal import KMSModel

/// Whose a live object is, read from its Description.
enum Ownership: Sendable, Hashable {
  /// This stack's; without a marker only for a stack that writes none.
  case ours(Marker?)
  /// Nobody's. A marker copied from another object counts as none.
  case unowned
  /// Another stack's.
  case other(Marker)
  /// Its marker is a newer kmsctl's: nothing of it is written, whoever's it is.
  case newer(NewerMarker)
  /// Nobody can tell.
  case damaged(String)

  init(
    _ reading: MarkerReading, of id: ResourceID, isDeclared: Bool, in stack: StackSpec,
    digest: DigestFunction
  ) {
    switch reading {
    case .newer(let marker, _): self = .newer(marker)
    case .damaged(let reason, _): self = .damaged(reason)
    case .marked(let marker, _) where marker.isGenuine(for: id, digest: digest):
      self = marker.owner == stack.owner ? .ours(marker) : .other(marker)
    case .marked, .none: self = .unowned
    }
    guard stack.ownership == .none else { return }
    switch self {
    case .ours, .unowned: self = isDeclared ? .ours(nil) : .unowned
    case .other, .newer, .damaged: return
    }
  }

  /// The marker, when the object is this stack's and has one.
  var ourMarker: Marker? {
    if case .ours(let marker) = self { return marker }
    return nil
  }

  var isOurs: Bool {
    if case .ours = self { return true }
    return false
  }
}
