internal import KMSModel

/// A set of sources as merged address ranges: two halves cover the whole.
struct SourceCoverage: Sendable {
  private var ranges: [String?: [ClosedRange<UInt32>]] = [:]
  private var opaque: Set<SourceAddress> = []

  init(_ sources: Set<SourceAddress>) {
    var byNetwork: [String?: [IPv4Block]] = [:]
    for source in sources {
      switch source.range {
      case .block(let block): byNetwork[source.vpc, default: []].append(block)
      case .opaque: opaque.insert(source)
      }
    }
    ranges = byNetwork.mapValues(Self.merged)
  }

  /// Whether everything an entry allows is allowed here.
  func covers(_ source: SourceAddress) -> Bool {
    guard case .block(let block) = source.range else { return opaque.contains(source) }
    guard let ranges = ranges[source.vpc] else { return false }
    // The last range that starts at or before the block.
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound <= block.first { low = middle + 1 } else { high = middle }
    }
    return low > 0 && ranges[low - 1].upperBound >= block.last
  }

  private static func merged(_ blocks: [IPv4Block]) -> [ClosedRange<UInt32>] {
    blocks.sorted { ($0.first, $1.last) < ($1.first, $0.last) }.reduce(into: []) { ranges, block in
      guard let last = ranges.last, touches(last, block) else {
        return ranges.append(block.first...block.last)
      }
      ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, block.last)
    }
  }

  private static func touches(_ range: ClosedRange<UInt32>, _ block: IPv4Block) -> Bool {
    range.upperBound == .max || block.first <= range.upperBound + 1
  }
}

extension NetworkRuleSpec {
  /// How an update to another spec of the same type moves the allowed sources.
  func shift(to other: Self) -> AccessShift {
    guard sources != other.sources else { return .neutral }
    // What the service makes of an empty list is not known.
    guard !sources.isEmpty, !other.sources.isEmpty else { return .mixed }
    let (before, after) = (SourceCoverage(sources), SourceCoverage(other.sources))
    return AccessShift(
      narrows: !sources.allSatisfy(after.covers), widens: !other.sources.allSatisfy(before.covers))
  }

  /// What both specs allow; nothing when that is empty, because an empty list may mean open.
  func intersection(with other: Self) -> Self? {
    let (mine, theirs) = (SourceCoverage(sources), SourceCoverage(other.sources))
    let common = sources.filter(theirs.covers).union(other.sources.filter(mine.covers))
    return common.isEmpty ? nil : NetworkRuleSpec(type: type, sources: common)
  }
}
