public import KMSModel

/// Reads everything the planner looks at, nothing waiting for what it does not need.
///
/// The three lists start together. A describe starts as soon as its name is known, the keys of an
/// access point likewise, an instance as soon as something refers to it; the pages of a list after
/// the first are asked for together, since the first says how many there are.
public struct LiveReader: Sendable {
  private let service: any KMSService
  private let ignore: AddressPatternList
  private let instances: Set<String>

  /// The most tasks at once; the service client bounds the calls in flight more tightly still.
  static let width = 64

  /// Creates a reader; `instances` are further ids to look at, from the manifests.
  public init(
    service: any KMSService, ignore: AddressPatternList = .init(), instances: Set<String> = []
  ) {
    self.service = service
    self.ignore = ignore
    self.instances = instances
  }

  /// Reads; what cannot be read stands in `unreadable`, never among the absent.
  public func read() async -> LiveState {
    var reading = LiveReading(ignore: ignore)
    var waiting = reading.start(instances: instances)[...]
    await withTaskGroup(of: LiveFinding.self) { group in
      var running = 0
      while true {
        while running < Self.width, let next = waiting.popFirst() {
          running += 1
          group.addTask { await find(next) }
        }
        guard let finding = await group.next() else { return }
        running -= 1
        waiting += reading.take(finding)
      }
    }
    var state = reading.state(now: await service.serviceTime())
    state.clock = await service.clockReading()
    return state
  }

  private func find(_ step: LiveStep) async -> LiveFinding {
    do throws(KMSFailure) {
      switch step {
      case .page(let list):
        return .page(list, .success(try await page(list)))
      case .object(let id):
        return try await object(id)
      case .keys(let name):
        return .keys(name, .success(try await service.listClientKeys(accessPoint: name)))
      case .instance(let id):
        return .instance(id, .success(try await service.describeInstance(id)))
      }
    } catch {
      switch step {
      case .page(let list): return .page(list, .failure(error))
      case .object(let id): return .failed(id, error)
      case .keys(let name): return .keys(name, .failure(error))
      case .instance(let id): return .instance(id, .failure(error))
      }
    }
  }

  private func page(_ list: ListPage) async throws(KMSFailure) -> NamePage {
    switch list.kind {
    case .networkRule: try await service.listNetworkRules(page: list.number)
    case .policy: try await service.listPolicies(page: list.number)
    case .accessPoint, .clientKey: try await service.listAccessPoints(page: list.number)
    }
  }

  private func object(_ id: ResourceID) async throws(KMSFailure) -> LiveFinding {
    switch id.kind {
    case .networkRule: .rule(try await service.describeNetworkRule(id.name))
    case .policy: .policy(try await service.describePolicy(id.name))
    case .accessPoint, .clientKey: .accessPoint(try await service.describeAccessPoint(id.name))
    }
  }
}
