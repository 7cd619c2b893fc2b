/// Makes a scenario of a seed.
///
/// Each seed chooses for itself how much goes wrong and how often runs take turns: a story in which
/// everything goes wrong at once finds less than many in which few things do. What goes wrong is
/// bounded in number, so that whoever tries again gets through in the end, and nothing goes wrong
/// any more during the last apply.
struct ScenarioMaker {
  private var random: SplitMix
  private var start = StartingPoint.delivered

  init(seed: UInt64) { random = SplitMix(seed: seed &* 0x9E37_79B9 &+ 0x5EED) }

  static func scenario(seed: UInt64) -> Scenario {
    var maker = ScenarioMaker(seed: seed)
    return maker.scenario()
  }

  private static let longestRun = 90
  private static let mostChanges = 10
  private static let mostPlaces = 8

  private mutating func scenario() -> Scenario {
    start = random.pick(StartingPoint.allCases)
    let count = random.isTrue(0.3) ? 3 : 2
    let isMixed = random.isTrue(0.2)
    var actors: [Actor?] = [run(isMixed)]
    while actors.count < count { actors.append(actor(isMixed)) }
    var scenario = Scenario(start: start, actors: actors)
    scenario.switches = switches(count)
    scenario.faults = faults(actors)
    scenario.switches += switches(after: scenario.faults, count)
    scenario.turns = turns(count)
    return scenario
  }

  private mutating func actor(_ isMixed: Bool) -> Actor {
    switch random.below(20) {
    case 0..<13: run(isMixed)
    case 13..<18: .edits((0...random.below(2)).map { _ in edit() })
    default: .clock((0...random.below(2)).map { _ in random.pick([30, 600, 1_200, 86_400]) })
    }
  }

  private mutating func run(_ isMixed: Bool) -> Actor {
    var machine = Machine()
    machine.host = random.below(2)
    machine.parallelism = random.pick([1, 8])
    if random.isTrue(0.06) { machine.skew = random.pick([-1_300, -200, 200, 1_300]) }
    if random.isTrue(0.06) {
      machine.dateShift = random.pick([-86_400, -300, 300, 1_200, 63_072_000])
    }
    return .run(command(isMixed), machine)
  }

  private mutating func command(_ isMixed: Bool) -> Command {
    switch random.below(16) {
    case 0..<5: .apply(isMixed ? random.pick(Variant.allCases) : .base)
    case 5..<8: .rotateNow
    case 8: .rotateDue
    case 9..<12: .compromised
    case 12..<14: hasPredecessor ? .retire : .rotateNow
    case 14: start == .orphaned ? .orphans : .apply(.base)
    default: .adopt
    }
  }

  /// Whether there is a key beside the one in use.
  private var hasPredecessor: Bool {
    switch start {
    case .overlapping, .retirable, .named, .published, .orphaned: true
    case .empty, .delivered, .due, .begun, .foreign: false
    }
  }

  private mutating func edit() -> Edit {
    let place = random.pick([Edit.Place.accessPoint, .accessPoint, .policy, .rule])
    return switch random.below(8) {
    case 0..<2: .takeOver(place)
    case 2..<4: .dropMarker(place)
    case 4: .change(place)
    case 5: .delete(place)
    case 6: .makeKey
    default: .deleteCurrentKey
    }
  }

  /// Some stories change hands a few times, most of them at a write, others at every few calls.
  private mutating func switches(_ count: Int) -> [Switch] {
    var switches: [Switch] = []
    func other(_ actor: Int) -> Int { (actor + 1 + random.below(count - 1)) % count }
    for _ in 0..<(1 + random.below(5)) {
      let actor = random.below(count)
      let moment: Moment =
        switch random.below(10) {
        case 0..<5: .change(random.below(Self.mostChanges))
        case 5..<7: .wait(random.below(3))
        default: .event(random.below(Self.longestRun))
        }
      switches.append(Switch(actor: actor, moment: moment, next: other(actor)))
    }
    guard random.isTrue(0.4) else { return switches }
    let share = random.pick([0.05, 0.2, 0.5])
    for actor in 0..<count {
      for event in 0..<Self.longestRun where random.isTrue(share) {
        switches.append(Switch(actor: actor, moment: .event(event), next: other(actor)))
      }
    }
    return switches
  }

  private mutating func faults(_ actors: [Actor?]) -> [FaultPoint] {
    let runs = actors.indices.filter { if case .run? = actors[$0] { true } else { false } }
    let kinds = (0...random.below(2)).map { _ in random.below(Self.kindCount) }
    let count = random.pick([0, 1, 1, 2, 2, 3, 4])
    return (0..<count).map { _ in
      let kind = random.pick(kinds)
      return FaultPoint(
        actor: random.pick(runs), target: isAboutWork(kind) ? work() : target(), fault: fault(kind))
    }
  }

  /// Whether such a fault hurts most at a call that changes something.
  private mutating func isAboutWork(_ kind: Int) -> Bool {
    [1, 2, 3, 4, 5, 8].contains(kind) && random.isTrue(0.6)
  }

  private mutating func work() -> FaultPoint.Target {
    .named(random.pick(Self.writes), random.pick([0, 0, 0, 1, 1, 2]))
  }

  /// Most faults mean little unless somebody else goes on while the run waits because of them.
  private mutating func switches(after faults: [FaultPoint], _ count: Int) -> [Switch] {
    var switches: [Switch] = []
    for fault in faults where random.isTrue(0.5) {
      let next = (fault.actor + 1 + random.below(count - 1)) % count
      switches.append(Switch(actor: fault.actor, moment: .waitAfterFault, next: next))
    }
    return switches
  }

  private static let writes = [
    "DeleteClientKey", "DeleteClientKey", "CreateClientKey", "UpdateApplicationAccessPoint",
    "UpdateApplicationAccessPoint", "UpdatePolicy", "UpdateNetworkRule", "DeletePolicy",
    "ListClientKeys", "DescribeApplicationAccessPoint",
  ]

  private mutating func target() -> FaultPoint.Target {
    switch random.below(10) {
    case 0..<3: .change(random.below(Self.mostChanges))
    case 3..<6: work()
    case 6..<9: .call(random.below(Self.longestRun))
    default: .place(random.below(Self.mostPlaces))
    }
  }

  private static let kindCount = 12

  private mutating func fault(_ kind: Int) -> Fault {
    switch kind {
    case 0: .lostRequest
    case 1: .lostAnswer
    case 2: .late(1 + random.below(40))
    case 3: .throttled(hint: random.isTrue(0.5))
    case 4: .unavailable
    case 5: .failedAfterwards
    case 6, 7: .thin(field: random.below(40), random.pick(Fault.Thinness.allCases))
    case 8: .hollow(random.pick(Fault.Hollowness.allCases))
    case 9: .lagging(seconds: Int64(1 + random.below(7)), reads: 1 + random.below(6))
    case 10: .dated(random.pick([-31_536_000, -300, 300, 1_200, 63_072_000]))
    default: .killed(afterWork: random.isTrue(0.5))
    }
  }

  private mutating func turns(_ count: Int) -> [Turn] {
    guard random.isTrue(0.3) else { return [] }
    return (0..<random.below(12)).map { _ in
      Turn(
        actor: random.below(count), event: random.below(Self.longestRun), pick: random.below(8))
    }
  }
}
