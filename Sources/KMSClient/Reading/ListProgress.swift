internal import KMSModel

/// One list while it is being read.
///
/// A list has no snapshot: an object deleted while page 1 is on its way moves another one from
/// page 2 to page 1, where nobody looks any more. So the counts of all pages must agree with each
/// other and with the names found, or the list is read again.
struct ListProgress {
  /// How the list stands after a page.
  enum Standing {
    case reading(furtherPages: [ListPage])
    case complete
    case changedWhileRead
  }

  /// How often a list is read again before it counts as unreadable.
  static let maximumRounds = 3

  /// A count that needs more pages than this is not believed: the names will not add up to it.
  static let maximumPages = 1_000

  private let kind: ResourceKind
  private(set) var round = 1
  private var names: Set<String> = []
  private var totalCount: Int?
  private var pagesLeft = 1
  private var isTorn = false

  init(_ kind: ResourceKind) { self.kind = kind }

  /// Takes a page of the current round.
  mutating func take(_ page: NamePage, number: Int) -> Standing {
    pagesLeft -= 1
    names.formUnion(page.names)
    var further: [ListPage] = []
    if number == 1 {
      totalCount = page.totalCount
      let size = max(1, page.pageSize)
      let last = min((page.totalCount + size - 1) / size, Self.maximumPages)
      if last > 1 { further = (2...last).map { ListPage(kind: kind, number: $0, round: round) } }
      pagesLeft += further.count
    } else if page.totalCount != totalCount {
      isTorn = true
    }
    guard pagesLeft == 0 else { return .reading(furtherPages: further) }
    return !isTorn && names.count == totalCount ? .complete : .changedWhileRead
  }

  /// Starts over; nothing when that was tried often enough.
  mutating func again() -> ListPage? {
    guard round < Self.maximumRounds else { return nil }
    let next = round + 1
    self = ListProgress(kind)
    round = next
    return ListPage(kind: kind, number: 1, round: next)
  }
}
