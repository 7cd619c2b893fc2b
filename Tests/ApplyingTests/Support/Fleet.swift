internal import Applying
internal import Delivery
internal import Diagnostics
internal import KMSModel
internal import Planning
internal import Synchronization

/// The model service with a real planner: a stack whose client keys live for a long time.
struct Fleet: Sendable {
  static let day: Int64 = 86_400

  let time = VirtualTime()
  let runs = RunBook()
  /// The machine that runs are on.
  var machine = "one"
  let store: ModelStore
  let disks: [String: MemoryDisk]
  var desired: DesiredState
  var programs: any ProgramRunner = NoPrograms()
  var options = KeyOptions()
  private let counter = Counter()

  /// Every directory that a spec names has a disk, and so has every access point.
  init(_ keys: [String: ClientKeySpec], settings: StackSpec.KeySettings = .init()) {
    store = ModelStore(time: time)
    let paths = keys.values.flatMap { Self.paths($0) }
    disks = Dictionary(Set(paths).union(keys.keys).map { ($0, MemoryDisk()) }) { $1 }
    let place = SourceLocation(file: "m.yaml", line: 1, column: 1)
    let stack = StackSpec(
      owner: World.owner, account: "1192000000000000", region: "cn-hangzhou",
      manifestPaths: ["manifests/"], keys: settings)
    desired = DesiredState(
      stack: stack,
      networkRules: ["vpc": DesiredObject(name: "vpc", spec: World.rule.spec, place: place)],
      policies: ["crypto": DesiredObject(name: "crypto", spec: World.policy.spec, place: place)],
      accessPoints: keys.reduce(into: [:]) {
        $0[$1.key] = DesiredObject(name: $1.key, spec: World.point.spec, place: place)
      },
      clientKeys: keys.reduce(into: [:]) {
        $0[$1.key] = DesiredObject(name: $1.key, spec: $1.value, place: place)
      })
  }

  static func spec(
    validity: Int = 100, renewBefore: RotationSpec.RenewBefore = .span(TimeSpan(30, .days)),
    overlap: Int = 10, check: [String] = []
  ) -> ClientKeySpec {
    ClientKeySpec(
      validity: TimeSpan(validity, .days),
      rotation: RotationSpec(
        renewBefore: renewBefore, overlap: TimeSpan(overlap, .days), retirementCheck: check),
      password: .fromEnv("KEY_PASSWORD"), destinations: [.directory(path: "a")])
  }

  /// The directories that a spec delivers to, in its order.
  static func paths(_ spec: ClientKeySpec) -> [String] {
    spec.destinations.compactMap {
      if case .directory(let directory) = $0.place { directory.path } else { nil }
    }
  }

  func live() async -> LiveState {
    let state = await store.state
    return LiveState(
      networkRules: state.networkRules, policies: state.policies,
      accessPoints: state.accessPoints,
      clientKeys: Dictionary(grouping: state.clientKeys, by: \.accessPoint), now: state.now)
  }

  func plan() async -> Plan { plan(await live()) }

  func plan(_ live: LiveState) -> Plan {
    Planner(digest: World.digest)
      .plan(desired: desired, live: live, options: PlanOptions(keys: options))
  }

  @discardableResult
  func run(
    _ plan: Plan, _ life: Life = Life(), recording recorder: Recorder = Recorder()
  ) async -> ApplySummary {
    let own = runs.begin(on: machine)
    defer { runs.end(own) }
    let applier = Applier(
      service: ModelService(store: store, life: life),
      destinations: { [disks] spec in
        guard case .directory(let directory) = spec.place, let disk = disks[directory.path] else {
          return MemoryDestination(name: "none", disk: MemoryDisk(), life: life)
        }
        return MemoryDestination(name: directory.path, disk: disk, life: life)
      },
      passwords: PasswordReader(
        environment: ["KEY_PASSWORD": World.password], baseDirectory: "/nowhere"),
      programs: programs, digest: World.digest, maximumParallelSteps: 1,
      patience: time.patience, runs: own,
      random: { [counter] range in
        range.lowerBound + counter.next() * 7_919 % (range.upperBound - range.lowerBound + 1)
      })
    return await applier.apply(plan) { await recorder.add($0) }
  }

  /// Plans and carries out, as a nightly job does.
  @discardableResult
  func night(_ life: Life = Life()) async -> ApplySummary { await run(await plan(), life) }

  func advance(days: Int64) async {
    await store.edit { $0.now = $0.now.adding(seconds: days * Self.day) }
  }

  func keys(_ accessPoint: String = "a") async -> [LiveClientKey] {
    await store.state.keys(of: accessPoint)
  }

  func marker(_ accessPoint: String = "a") async -> Marker? {
    await store.state.accessPoints[accessPoint]?.reading.marker
  }
}
