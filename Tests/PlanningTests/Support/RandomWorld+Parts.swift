import KMSModel
import Planning

extension RandomWorld {
  /// The same world with some objects ignored or unreadable, and which.
  func hiding(_ random: inout SeededGenerator) -> (seen: LiveState, hidden: Set<ResourceID>) {
    var seen = live
    var hidden: Set<ResourceID> = []
    for _ in 0..<(1 + random.below(2)) {
      let ids = Self.ids(live)
      guard !ids.isEmpty else { break }
      var id = random.pick(ids)
      if id.kind == .accessPoint, random.happens(50) { id = ResourceID(.clientKey, id.name) }
      guard hidden.insert(id).inserted else { continue }
      switch id.kind {
      case .networkRule: seen.networkRules[id.name] = nil
      case .policy: seen.policies[id.name] = nil
      case .accessPoint: (seen.accessPoints[id.name], seen.clientKeys[id.name]) = (nil, nil)
      case .clientKey: seen.clientKeys[id.name] = nil
      }
      if random.happens(70) {
        seen.ignored.append(id)
      } else {
        seen.unreadable.append(
          UnreadableObject(id: id, operation: "Describe", reason: "no answer"))
      }
    }
    return (seen, hidden)
  }

  /// The same world in a run over a part of it.
  func part(_ random: inout SeededGenerator) -> RandomWorld {
    var part = self
    let all = Set(Self.ids(live)).union(Self.ids(desired))
    let picked = random.some(all.sorted(), atMost: 2)
    switch random.below(3) {
    case 0:
      part.desired.isPartial = true
      for id in Self.ids(desired) where random.happens(40) {
        switch id.kind {
        case .networkRule: part.desired.networkRules[id.name] = nil
        case .policy: part.desired.policies[id.name] = nil
        case .accessPoint, .clientKey:
          part.desired.accessPoints[id.name] = nil
          part.desired.clientKeys[id.name] = nil
        }
      }
      part.selected = Set(Self.ids(part.desired))
    case 1:
      part.options.targets = AddressPatternList(picked.sorted().map(\.shortForm))
      part.selected = withReferences(picked)
    default:
      part.options.excludes = AddressPatternList(picked.sorted().map(\.description))
      part.selected = all.subtracting(picked)
    }
    return part
  }

  private func withReferences(_ picked: Set<ResourceID>) -> Set<ResourceID> {
    var all = picked
    for id in picked where id.kind == .accessPoint {
      for policy in desired.accessPoints[id.name]?.spec.policies ?? [] {
        all.insert(ResourceID(.policy, policy))
      }
    }
    for id in all where id.kind == .policy {
      for rule in desired.policies[id.name]?.spec.networkAccess.ruleNames ?? [] {
        all.insert(ResourceID(.networkRule, rule))
      }
    }
    return all
  }

  /// Changes one live stand-in, as somebody would in the console; nothing when there is none.
  static func edited(_ live: LiveState, _ random: inout SeededGenerator) -> LiveState? {
    var live = live
    let standIns = ids(live).filter { $0.name.contains(".kmsctl-") }
    guard !standIns.isEmpty else { return nil }
    let id = random.pick(standIns)
    switch id.kind {
    case .networkRule:
      live.networkRules[id.name]?.spec.sources.formSymmetricDifference([
        SourceAddress("10.1.2.3")
      ])
    case .policy: live.policies[id.name]?.spec.resources.formSymmetricDifference(["key/ab"])
    case .accessPoint, .clientKey: return nil
    }
    return live
  }

  static func ids(_ live: LiveState) -> [ResourceID] {
    live.networkRules.keys.sorted().map { ResourceID(.networkRule, $0) }
      + live.policies.keys.sorted().map { ResourceID(.policy, $0) }
      + live.accessPoints.keys.sorted().map { ResourceID(.accessPoint, $0) }
  }

  private static func ids(_ desired: DesiredState) -> [ResourceID] {
    desired.networkRules.keys.sorted().map { ResourceID(.networkRule, $0) }
      + desired.policies.keys.sorted().map { ResourceID(.policy, $0) }
      + desired.accessPoints.keys.sorted().map { ResourceID(.accessPoint, $0) }
  }
}
