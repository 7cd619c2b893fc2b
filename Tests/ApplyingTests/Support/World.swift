internal import Applying
internal import Cryptography
internal import Delivery
internal import KMSModel
internal import Planning
internal import Secrets
internal import Synchronization

/// A model service, its destinations, and one stack that owns an access point with a client key.
struct World {
  static let owner = Owner(stack: "payments", uid: "7f3c1a")
  static let digest = DigestFunction(Digest.sha256)
  static let accessPoint = "orders"
  static let password = "Planted-Password-1"

  let time = VirtualTime()
  let runs = RunBook()
  let store: ModelStore
  var disks: [String: MemoryDisk]
  var spec: ClientKeySpec
  /// The machine that runs are on; nothing when it cannot be told from others.
  var machine: String? = "one"
  /// Where real directories are delivered to, instead of memory.
  var baseDirectory: String?

  init(destinations: [String] = ["a"], validity: TimeSpan = TimeSpan(365, .days)) {
    store = ModelStore(time: time)
    disks = Dictionary(uniqueKeysWithValues: destinations.map { ($0, MemoryDisk()) })
    spec = ClientKeySpec(
      validity: validity, rotation: .standard, password: .fromEnv("KEY_PASSWORD"),
      destinations: destinations.map { .directory(path: $0, isEphemeralAccepted: false) })
  }

  /// The same stack with other destinations, or from another machine: with disks of its own.
  func moved(to destinations: [String], machine: String? = "one") -> World {
    var moved = self
    moved.machine = machine
    moved.spec.destinations = destinations.map {
      .directory(path: $0, isEphemeralAccepted: false)
    }
    for name in destinations where machine != self.machine || disks[name] == nil {
      moved.disks[name] = MemoryDisk()
    }
    return moved
  }

  static func marker(
    _ kind: ResourceKind, _ name: String, keys: [RecordedKey] = [], intent: KeyIntent? = nil
  ) -> Marker {
    let id = ResourceID(kind, name)
    return Marker(
      owner: owner, originHash: Marker.originHash(owner: owner, id: id, digest: digest),
      appliedDigest: AppliedDigest(hex: "0123456789abcdef"), keys: keys, intent: intent)
  }

  static let rule = Step.Target(
    name: "vpc", description: "production",
    spec: NetworkRuleSpec(type: .privateNetwork, sources: [SourceAddress("10.0.0.0/8")]),
    marker: marker(.networkRule, "vpc"))
  static let policy = Step.Target(
    name: "crypto", description: "",
    spec: PolicySpec(
      scope: PolicyScope(rawValue: "kst-1"), roles: [.keyUser], resources: ["key/*"],
      networkAccess: .rules(["vpc"])),
    marker: marker(.policy, "crypto"))
  static let point = Step.Target(
    name: accessPoint, description: "the orders service",
    spec: AccessPointSpec(authenticationMethod: .clientKey, policies: ["crypto"]),
    marker: marker(.accessPoint, accessPoint))

  func applier(
    _ life: Life, parallel: Int = 1, runs: RunRegistry = .solitary()
  ) -> Applier {
    let counter = Counter()
    return Applier(
      service: ModelService(store: store, life: life),
      destinations: { [disks, baseDirectory, machine] spec in
        guard case .directory(let directory) = spec.place, let disk = disks[directory.path] else {
          return MemoryDestination(name: "none", disk: MemoryDisk(), life: life)
        }
        let path = directory.path
        guard let baseDirectory else {
          return MemoryDestination(name: path, disk: disk, life: life, machine: machine)
        }
        let real = Destinations(baseDirectory: baseDirectory, environment: [:])
        return MortalDestination(name: path, destination: real.destination(for: spec), life: life)
      },
      passwords: PasswordReader(
        environment: ["KEY_PASSWORD": Self.password], baseDirectory: "/nowhere"),
      openContainer: ModelContainer.opener, digest: Self.digest, maximumParallelSteps: parallel,
      patience: time.patience, runs: runs,
      random: { range in
        range.lowerBound + counter.next() * 7_919 % (range.upperBound - range.lowerBound + 1)
      })
  }

  @discardableResult
  func run(
    _ plan: Plan, _ life: Life = Life(), interruption: Interruption = Interruption(),
    parallel: Int = 1, recording recorder: Recorder = Recorder(), host: String? = nil
  ) async -> ApplySummary {
    let own = runs.begin(on: host ?? machine ?? "of no name")
    defer { runs.end(own) }
    return await applier(life, parallel: parallel, runs: own)
      .apply(plan, interruption: interruption) { await recorder.add($0) }
  }

  /// A plan of bare steps; each depends on nothing unless it says so.
  static func plan(
    _ operations: [Step.Operation], dependsOn: [Int: [Int]] = [:], dying: [LiveClientKey] = []
  ) -> Plan {
    let steps = operations.enumerated().map { index, operation in
      var step = Step(
        id: index, change: ResourceID(.policy, "none"), operation: operation,
        dependsOn: dependsOn[index] ?? [])
      step.change = step.target
      return step
    }
    return Plan(
      stack: .init(name: owner.stack, uid: owner.uid, account: "1", region: "cn-hangzhou"),
      changes: steps.map { step in
        Change(
          id: step.target, action: .delete, origin: .git, group: .change,
          dyingKeys: dying.map { DyingKey(id: $0.id, notAfter: $0.notAfter, isRecorded: true) })
      }, steps: steps)
  }
}

/// Numbers in a row.
final class Counter: Sendable {
  private let value = Atomic<Int64>(1)
  func next() -> Int64 { value.add(1, ordering: .relaxed).newValue }
}

/// Keeps the events of a run.
actor Recorder {
  private(set) var events: [ApplyEvent] = []
  func add(_ event: ApplyEvent) { events.append(event) }

  /// Everything a printer could print.
  var text: String { events.map { "\($0)" }.joined(separator: "\n") }

  var notes: [String] {
    events.compactMap { if case .note(_, let text) = $0 { text } else { nil } }
  }
}
