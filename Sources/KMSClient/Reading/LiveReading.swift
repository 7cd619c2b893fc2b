internal import KMSModel

/// What has been read so far, and what each finding makes possible next: no network in here.
struct LiveReading {
  private let ignore: AddressPatternList
  private var lists: [ResourceKind: ListProgress] = [:]
  private var seen: Set<ResourceID> = []
  private var seenInstances: Set<String> = []
  private var live = LiveState(now: Timestamp(secondsSinceEpoch: 0))
  /// Access points that were gone when they were described.
  private var vanished: Set<String> = []

  init(ignore: AddressPatternList) { self.ignore = ignore }

  /// The reads that need nothing else.
  mutating func start(instances: Set<String>) -> [LiveStep] {
    let kinds: [ResourceKind] = [.networkRule, .policy, .accessPoint]
    for kind in kinds { lists[kind] = ListProgress(kind) }
    return kinds.map { .page(ListPage(kind: $0, number: 1)) }
      + instances.sorted().flatMap { instance($0) }
  }

  /// Takes a finding; returns the reads it makes possible.
  mutating func take(_ finding: LiveFinding) -> [LiveStep] {
    switch finding {
    case .page(let list, let result): return takePage(list, result)
    case .rule(let rule): live.networkRules[rule.name] = rule
    case .policy(let policy):
      live.policies[policy.name] = policy
      return policy.spec.scope.instanceID.map { instance($0) } ?? []
    case .accessPoint(let accessPoint): live.accessPoints[accessPoint.name] = accessPoint
    case .failed(let id, let failure): takeFailure(id, failure)
    case .keys(let name, let result): takeKeys(name, result)
    case .instance(let id, let result): live.instances[id] = Self.instanceReading(result)
    }
    return []
  }

  /// The state, once nothing is left to read.
  ///
  /// Without the service's time nobody can tell which keys have ended, so that is unreadable, too.
  func state(now: Timestamp?) -> LiveState {
    var state = live
    if let now {
      state.now = now
    } else if live.unreadable.isEmpty {
      state.unreadable.append(
        UnreadableObject(
          id: nil, operation: "ListNetworkRules", reason: "no answer said what time it is",
          cause: .missingTime))
    }
    for name in vanished { state.clientKeys[name] = nil }
    state.ignored.sort()
    state.unreadable.sort { Self.order($0) < Self.order($1) }
    return state
  }

  private mutating func takePage(
    _ list: ListPage, _ result: Result<NamePage, KMSFailure>
  ) -> [LiveStep] {
    guard var progress = lists[list.kind], progress.round == list.round else { return [] }
    switch result {
    case .failure(let failure):
      // The other pages of this list do not matter any more, their names still do.
      if !live.unreadable.contains(where: { $0.id == nil && $0.operation == failure.operation }) {
        live.unreadable.append(UnreadableObject(nil, failure))
      }
      return []
    case .success(let page):
      var steps = page.names.flatMap { named(ResourceID(list.kind, $0)) }
      switch progress.take(page, number: list.number) {
      case .reading(let further): steps = further.map { .page($0) } + steps
      case .complete: break
      case .changedWhileRead:
        if let first = progress.again() {
          steps.append(.page(first))
        } else {
          live.unreadable.append(Self.changing(list.kind))
        }
      }
      lists[list.kind] = progress
      return steps
    }
  }

  /// What a name makes possible: nothing the second time, nothing when it is ignored.
  private mutating func named(_ id: ResourceID) -> [LiveStep] {
    guard seen.insert(id).inserted else { return [] }
    guard !ignore.matches(id) else {
      live.ignored.append(id)
      return []
    }
    guard id.kind == .accessPoint else { return [.object(id)] }
    let keys = ResourceID(.clientKey, id.name)
    guard !ignore.matches(keys) else {
      live.ignored.append(keys)
      return [.object(id)]
    }
    return [.object(id), .keys(accessPoint: id.name)]
  }

  private mutating func instance(_ id: String) -> [LiveStep] {
    seenInstances.insert(id).inserted ? [.instance(id)] : []
  }

  private mutating func takeFailure(_ id: ResourceID, _ failure: KMSFailure) {
    guard failure.kind == .notFound else {
      live.unreadable.append(UnreadableObject(id, failure))
      return
    }
    if id.kind == .accessPoint { vanished.insert(id.name) }
  }

  private mutating func takeKeys(_ name: String, _ result: Result<[LiveClientKey], KMSFailure>) {
    switch result {
    case .success(let keys): live.clientKeys[name] = keys.sorted { $0.id < $1.id }
    case .failure(let failure) where failure.kind == .notFound: break
    case .failure(let failure):
      live.unreadable.append(UnreadableObject(ResourceID(.clientKey, name), failure))
    }
  }

  private static func instanceReading(_ result: Result<KMSInstance, KMSFailure>) -> InstanceReading
  {
    switch result {
    case .success(let instance): .exists(status: instance.status)
    case .failure(let failure) where failure.kind == .notFound: .missing
    case .failure(let failure): .unreadable(reason: failure.description)
    }
  }

  private static func changing(_ kind: ResourceKind) -> UnreadableObject {
    let operation =
      switch kind {
      case .networkRule: "ListNetworkRules"
      case .policy: "ListPolicies"
      case .accessPoint, .clientKey: "ListApplicationAccessPoints"
      }
    return UnreadableObject(
      id: nil, operation: operation, reason: "the list changed each time it was read",
      cause: .changingList)
  }

  private static func order(_ entry: UnreadableObject) -> (String, String) {
    (entry.id?.description ?? "", entry.operation)
  }
}
