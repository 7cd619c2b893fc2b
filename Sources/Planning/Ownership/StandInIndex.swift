internal import KMSModel

/// The live stand-ins of this stack that an earlier run left, and what they stand in for.
struct StandInIndex: Sendable {
  /// The originals of rules' stand-ins; a stand-in whose original is not known stands for itself.
  private(set) var networkRules: [String: String] = [:]
  /// The originals of policies' stand-ins.
  private(set) var policies: [String: String] = [:]

  init(desired: DesiredState, live: LiveState, digest: DigestFunction) {
    networkRules = Self.find(desired.networkRules, live.networkRules, desired.stack, digest)
    policies = Self.find(desired.policies, live.policies, desired.stack, digest)
  }

  /// Stand-in names and originals of one kind; nothing ever stands in for an access point.
  func originals(of kind: ResourceKind) -> [String: String] {
    switch kind {
    case .networkRule: networkRules
    case .policy: policies
    case .accessPoint, .clientKey: [:]
    }
  }

  /// The object a stand-in stands for, or the object itself.
  func original(of id: ResourceID) -> ResourceID {
    ResourceID(id.kind, originals(of: id.kind)[id.name] ?? id.name)
  }

  private static func find<Spec: ManagedSpec>(
    _ desired: [String: DesiredObject<Spec>], _ live: [String: LiveObject<Spec>],
    _ stack: StackSpec, _ digest: DigestFunction
  ) -> [String: String] {
    let standIns = live.values.filter { object in
      guard StandInName.base(ofStandIn: object.name) != nil, desired[object.name] == nil else {
        return false
      }
      let ownership = Ownership(
        object.reading, of: ResourceID(Spec.kind, object.name), isDeclared: false, in: stack,
        digest: digest)
      return ownership.ourMarker?.isStandIn == true
    }
    guard !standIns.isEmpty else { return [:] }
    let names = Set(desired.keys).union(live.keys).subtracting(standIns.map(\.name))
    let byBase = Dictionary(grouping: names) { StandInName.base(of: $0) }
    return standIns.reduce(into: [:]) { found, standIn in
      let candidates = StandInName.base(ofStandIn: standIn.name).flatMap { byBase[$0] } ?? []
      // Cut names may have several candidates; guessing would hide somebody's change.
      found[standIn.name] = candidates.count == 1 ? candidates[0] : standIn.name
    }
  }
}
