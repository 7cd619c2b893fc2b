/// The numbers of the last line: `Plan: 2 to add, 1 to change, 0 to destroy.`
public struct PlanCounts: Sendable, Hashable, Codable {
  /// Created objects, replaced ones included.
  public var add: Int
  /// Changed objects, adopted and moved ones included.
  public var change: Int
  /// Deleted objects, replaced ones included.
  public var destroy: Int
  /// Changes that only tidy up: markers that lag behind.
  public var bookkeeping: Int

  /// Counts a plan's changes.
  public init(_ changes: [Change]) {
    (add, change, destroy, bookkeeping) = (0, 0, 0, 0)
    for one in changes {
      guard one.group != .bookkeeping else {
        bookkeeping += 1
        continue
      }
      switch one.action {
      case .create: add += 1
      case .update, .adopt, .move: change += 1
      case .replace:
        add += 1
        destroy += 1
      case .delete, .retire: destroy += 1
      case .markerOnly: bookkeeping += 1
      case .report: break
      }
    }
  }
}

extension Plan {
  /// The numbers of the last line.
  public var counts: PlanCounts { PlanCounts(changes) }
}
