internal import KMSModel

/// What every part of the planner looks at, made once per plan.
struct PlanContext: Sendable {
  let desired: DesiredState
  let live: LiveState
  let options: PlanOptions
  let digest: DigestFunction
  let standIns: StandInIndex
  let scope: RunScope
  let ignored: Set<ResourceID>
  let unread: UnreadIndex

  init(desired: DesiredState, live: LiveState, options: PlanOptions, digest: DigestFunction) {
    self.desired = desired
    self.live = live
    self.options = options
    self.digest = digest
    standIns = StandInIndex(desired: desired, live: live, digest: digest)
    scope = RunScope(desired: desired, live: live, options: options, standIns: standIns)
    ignored = Set(live.ignored)
    unread = UnreadIndex(live.unreadable)
  }

  var stack: StackSpec { desired.stack }
  var writesMarkers: Bool { stack.ownership == .marker }
}

/// What could not be read, by object and, where a whole list failed, by kind.
struct UnreadIndex: Sendable {
  private var ids: [ResourceID: UnreadableObject] = [:]
  private var kinds: [ResourceKind: UnreadableObject] = [:]

  init(_ entries: [UnreadableObject]) {
    for entry in entries {
      if let id = entry.id {
        ids[id] = entry
      } else {
        for kind in Self.kinds(entry) { kinds[kind] = entry }
      }
    }
  }

  /// Whether the object may well be there, only nobody could look.
  func contains(_ id: ResourceID) -> Bool { entry(for: id) != nil }

  /// Why nobody could look.
  func entry(for id: ResourceID) -> UnreadableObject? { ids[id] ?? kinds[id.kind] }

  private static func kinds(_ entry: UnreadableObject) -> [ResourceKind] {
    switch entry.operation {
    case "ListNetworkRules": [.networkRule]
    case "ListPolicies": [.policy]
    case "ListApplicationAccessPoints": [.accessPoint, .clientKey]
    case "ListClientKeys": [.clientKey]
    default: ResourceKind.allCases
    }
  }
}
