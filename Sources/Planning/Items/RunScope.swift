internal import KMSModel

/// Which objects this run is about.
struct RunScope: Sendable {
  /// Whether anything of the stack is left out.
  let isPartial: Bool
  /// Whether only some manifests were read; then nothing at all is deleted.
  let mayDelete: Bool
  /// What was selected; nothing when everything was.
  private let selected: Set<ResourceID>?

  init(desired: DesiredState, live: LiveState, options: PlanOptions, standIns: StandInIndex) {
    let isNarrowed = !options.targets.isEmpty || !options.excludes.isEmpty
    isPartial = desired.isPartial || isNarrowed
    mayDelete = !desired.isPartial
    guard isNarrowed else {
      selected = nil
      return
    }
    var ids = Self.everything(desired, live)
    if !options.targets.isEmpty {
      let named = ids.filter {
        options.targets.matches($0) || options.targets.matches(standIns.original(of: $0))
      }
      ids = Self.withReferences(named, in: desired)
    }
    selected = ids.filter {
      !options.excludes.matches($0) && !options.excludes.matches(standIns.original(of: $0))
    }
  }

  /// A client key is never touched without its access point, whose marker it needs.
  func contains(_ id: ResourceID) -> Bool {
    guard let selected else { return true }
    guard selected.contains(id) else { return false }
    return id.kind != .clientKey || selected.contains(ResourceID(.accessPoint, id.name))
  }

  private static func everything(_ desired: DesiredState, _ live: LiveState) -> Set<ResourceID> {
    let names: [(ResourceKind, [String])] = [
      (.networkRule, Array(desired.networkRules.keys) + live.networkRules.keys),
      (.policy, Array(desired.policies.keys) + live.policies.keys),
      (.accessPoint, Array(desired.accessPoints.keys) + live.accessPoints.keys),
      (.clientKey, Array(desired.clientKeys.keys) + live.accessPoints.keys),
    ]
    return names.reduce(into: []) { ids, entry in
      ids.formUnion(entry.1.map { ResourceID(entry.0, $0) })
    }
  }

  private static func withReferences(
    _ named: Set<ResourceID>, in desired: DesiredState
  ) -> Set<ResourceID> {
    var ids = named
    ids.formUnion(
      named.filter { $0.kind == .clientKey }.map { ResourceID(.accessPoint, $0.name) })
    for id in ids where id.kind == .accessPoint {
      let policies = desired.accessPoints[id.name]?.spec.policies ?? []
      ids.formUnion(policies.map { ResourceID(.policy, $0) })
    }
    for id in ids where id.kind == .policy {
      let rules = desired.policies[id.name]?.spec.references ?? []
      ids.formUnion(rules.map { ResourceID(.networkRule, $0) })
    }
    return ids
  }
}
