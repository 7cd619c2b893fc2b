internal import KMSModel

/// Whose a live object is, read from its Description.
enum Ownership: Sendable, Hashable {
  /// This stack's; without a marker only for a stack that writes none.
  case ours(Marker?)
  /// Nobody's. A marker copied from another object counts as none.
  case unowned
  /// Another stack's.
  case other(Marker)
  /// Nobody can tell.
  case damaged(String)

  init(
    _ reading: MarkerReading, of id: ResourceID, isDeclared: Bool, in stack: StackSpec,
    digest: DigestFunction
  ) {
    switch reading {
    case .damaged(let reason, _): self = .damaged(reason)
    case .marked(let marker, _) where marker.isGenuine(for: id, digest: digest):
      self = marker.owner == stack.owner ? .ours(marker) : .other(marker)
    case .marked, .none: self = .unowned
    }
    guard stack.ownership == .none else { return }
    switch self {
    case .ours, .unowned: self = isDeclared ? .ours(nil) : .unowned
    case .other, .damaged: return
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
