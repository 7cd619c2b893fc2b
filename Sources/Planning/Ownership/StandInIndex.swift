internal import KMSModel

/// The live stand-ins of this stack that an earlier run left, and what they stand in for.
///
/// The flag in a marker is not enough: the name must be that of a stand-in of an object that is
/// declared or live. Markers are not authenticated, and stand-ins go without being counted.
struct StandInIndex: Sendable {
  /// The originals of rules' stand-ins; one that may be that of several objects stands for itself.
  private(set) var networkRules: [String: String] = [:]
  /// The originals of policies' stand-ins.
  private(set) var policies: [String: String] = [:]
  /// What a newer kmsctl wrote into the markers of stand-ins, by original.
  private var extras: [ResourceID: MarkerExtras] = [:]

  init(desired: DesiredState, live: LiveState, digest: DigestFunction) {
    networkRules = Self.find(desired.networkRules, live.networkRules, desired.stack, digest)
    policies = Self.find(desired.policies, live.policies, desired.stack, digest)
    for (name, original) in networkRules {
      extras[ResourceID(.networkRule, original)] = live.networkRules[name]?.reading.marker?.extras
    }
    for (name, original) in policies {
      extras[ResourceID(.policy, original)] = live.policies[name]?.reading.marker?.extras
    }
  }

  /// What a newer kmsctl wrote into the marker of an object that only its stand-in is left of.
  func extras(of original: ResourceID) -> MarkerExtras? { extras[original] }

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
      guard !candidates.isEmpty else { return }
      // Cut names may have several candidates; guessing would hide somebody's change.
      found[standIn.name] = candidates.count == 1 ? candidates[0] : standIn.name
    }
  }
}
