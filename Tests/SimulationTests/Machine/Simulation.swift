import HTTPTransport
import KMSModel
import Synchronization

/// What became of a story.
struct Outcome: Sendable {
  var scenario: Scenario
  var violations: [Violation]
  var events: [Event]
  var statuses: [Int: Int32]
  var said: [Int: String]
  /// How many jobs left the run loop: where there are any, nothing is sure to happen again.
  var strays: Int
  /// How it all ended.
  var snapshot: Snapshot
}

/// The seams between a run and the world, where tests of the simulation itself plant a fault.
struct Cast: Sendable {
  var transport: @Sendable (any HTTPTransport) -> any HTTPTransport = { $0 }
  var service: @Sendable (any KMSService) -> any KMSService = { $0 }
  var runs: @Sendable (RunRegistry) -> RunRegistry = { $0 }
}

/// Plays one scenario on the calling thread.
struct Simulation {
  let scenario: Scenario
  let snapshot: Snapshot
  var cast = Cast()
  /// Whether a last, undisturbed apply follows.
  var hasFinale = true

  /// How long nobody does anything before the last apply: any run that died is forgotten by then, also
  /// one whose dates were five minutes ahead.
  private static let silence: Int64 = 22 * 60 * 1_000
  private static let lastApplies = 3

  func play() throws -> Outcome {
    let stage = try Stage(scenario, snapshot, cast)
    stage.begin { await stage.world.account.begin() }
    for (number, actor) in scenario.actors.enumerated() {
      if let actor { stage.enter(actor, as: number) }
    }
    stage.playOn()
    if hasFinale, stage.world.judge.violations.isEmpty { finale(stage) }
    if stage.isAnybodyLeft {
      stage.world.judge.accuse(
        .ending, at: stage.world.gate.eventCount - 1, "somebody waits for what never comes")
    }
    return outcome(stage)
  }

  private func finale(_ stage: Stage) {
    let world = stage.world
    world.gate.endFaults()
    world.gate.pass(milliseconds: Self.silence)
    var statuses: [Int32] = []
    for round in 0..<Self.lastApplies where statuses.last != 0 {
      let number = scenario.actors.count + round
      stage.enter(.run(.apply(scenario.lastVariant)), as: number)
      stage.playOn()
      guard world.judge.violations.isEmpty else { return }
      statuses.append(world.judge.statuses[number] ?? -1)
    }
    world.judge.judgeTheEnd(world, statuses)
  }

  private func outcome(_ stage: Stage) -> Outcome {
    let world = stage.world
    let said = world.judge.read { $0.said }
    return Outcome(
      scenario: scenario, violations: world.judge.violations, events: world.gate.events,
      statuses: world.judge.statuses, said: said, strays: world.loop.strays,
      snapshot: Snapshot(
        inventory: world.account.inventory, applications: world.applications.everything,
        time: world.gate.now(-1), keyCount: world.account.counter.value))
  }
}

/// Where a story is played: the loop, the world, and who has not left yet.
private struct Stage {
  let loop = RunLoop()
  let world: World
  let cast: Cast
  private let open = OpenCount()

  init(_ scenario: Scenario, _ snapshot: Snapshot, _ cast: Cast) throws {
    world = try World(scenario, from: snapshot, on: loop)
    self.cast = cast
  }

  var isAnybodyLeft: Bool { open.value > 0 }

  /// Does something at once, before anybody acts.
  func begin(_ body: @escaping @Sendable () async -> Void) {
    task(body)
    loop.drain()
  }

  /// Lets somebody come to where it waits for the first time.
  func enter(_ actor: Actor, as number: Int) {
    let (world, cast) = (world, cast)
    switch actor {
    case .run(let command, let machine):
      let run = Run(
        command: command, actor: number, machine: machine, world: world, cast: cast)
      task { _ = await run.run() }
    case .edits(let edits):
      task {
        for edit in edits {
          let permit = await world.gate.pass(number, .edit(edit))
          guard !permit.isDead else { return }
          await world.edit(edit, by: number, at: permit.event)
        }
      }
    case .clock(let steps):
      task {
        for seconds in steps { _ = await world.gate.pass(number, .clock(seconds)) }
      }
    }
    loop.drain()
  }

  /// Goes on until nobody waits; after a broken promise, or too long, everybody is sent home.
  func playOn() {
    var isOver = false
    while world.gate.step() {
      loop.drain()
      guard !isOver else { continue }
      let event = world.gate.eventCount - 1
      world.judge.check(world, after: event)
      if event > Gate.longestStory {
        world.judge.accuse(.ending, at: event, "after \(event) events there is no end")
      }
      guard !world.judge.violations.isEmpty else { continue }
      isOver = true
      world.gate.killEverybody()
      loop.drain()
    }
  }

  private func task(_ body: @escaping @Sendable () async -> Void) {
    open.add(1)
    let open = open
    // Awaited by the loop: the story is over when the count is back at nothing.
    Task(executorPreference: loop) {
      await body()
      open.add(-1)
    }
  }
}

private final class OpenCount: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .relaxed) }

  func add(_ difference: Int) { count.add(difference, ordering: .relaxed) }
}

extension Scenario {
  /// What the last run that wants something of the objects wants.
  var lastVariant: Variant {
    let variants = actors.compactMap { actor -> Variant? in
      guard case .run(.apply(let variant), _)? = actor else { return nil }
      return variant
    }
    return variants.last ?? .base
  }
}
