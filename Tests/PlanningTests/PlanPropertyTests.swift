import KMSModel
import Planning
import Testing

/// Random worlds, executed in random orders with stops: what holds for all of them.
@Suite struct PlanPropertyTests {
  /// What happened, added up.
  struct Tally {
    var plans = 0
    var withChanges = 0
    var refused = 0
    var stops = 0
    var parts = 0
    var hidden = 0
    var edited = 0
    var problems: [String] = []

    static func += (left: inout Tally, right: Tally) {
      left.plans += right.plans
      left.withChanges += right.withChanges
      left.refused += right.refused
      left.stops += right.stops
      left.parts += right.parts
      left.hidden += right.hidden
      left.edited += right.edited
      left.problems += right.problems
    }
  }

  static let worlds = 2_100
  static let tasks = 4

  @Test func everyStopIsSafeAndEveryEndConverges() async {
    let tally = await withTaskGroup(of: Tally.self) { group in
      for task in 0..<Self.tasks {
        group.addTask { await Self.run(stride(from: task, to: Self.worlds, by: Self.tasks)) }
      }
      return await group.reduce(into: Tally()) { $0 += $1 }
    }
    print(
      "property: \(tally.plans) plans, \(tally.withChanges) with changes, "
        + "\(tally.refused) refused, \(tally.stops) stops, \(tally.parts) in part, "
        + "\(tally.hidden) with something hidden, \(tally.edited) with an edited stand-in")
    #expect(tally.problems == [])
    #expect(tally.plans >= 10_000)
    #expect(tally.refused * 2 < tally.plans)
    #expect(tally.parts >= 200)
    #expect(tally.hidden >= 400)
    #expect(tally.edited >= 20)
  }

  private static func run(_ seeds: StrideTo<Int>) async -> Tally {
    var tally = Tally()
    var atoms = AccessAtoms()
    for seed in seeds where tally.problems.isEmpty {
      // Other tests wait for the same few threads, some of them under a time limit.
      await Task.yield()
      let problems = run(seed: UInt64(seed), &tally, &atoms)
      tally.problems += problems.map { "seed \(seed): \($0)" }
    }
    return tally
  }

  private static func run(
    seed: UInt64, _ tally: inout Tally, _ atoms: inout AccessAtoms
  ) -> [String] {
    var random = SeededGenerator(seed ^ 0xABCD)
    var world = RandomWorld(seed: seed)
    do {
      switch random.below(4) {
      case 0: try checkHidden(world, &random, &tally)
      case 1:
        let part = world.part(&random)
        if try executed(part, &random, &tally, &atoms) != nil { tally.parts += 1 }
      default: break
      }
      guard let states = try executed(world, &random, &tally, &atoms) else { return [] }
      // A stop anywhere: the next run, under the same manifests or others, finishes.
      let stops = states.count <= 4 ? Array(states.indices) : [random.below(states.count)]
      for stop in stops {
        tally.stops += 1
        var stopped = world
        stopped.live = states[stop]
        guard try executed(stopped, &random, &tally, &atoms) != nil else {
          throw Problem("refused after a stop at step \(stop)")
        }
        guard let edited = RandomWorld.edited(states[stop], &random) else { continue }
        tally.edited += 1
        stopped.live = edited
        guard Fixture.planner.plan(desired: world.desired, live: edited).hasDrift else {
          throw Problem("an edited stand-in is no drift after a stop at step \(stop)")
        }
        _ = try executed(stopped, &random, &tally, &atoms, hasEdits: true)
      }
      if !states.isEmpty, random.happens(30) {
        world.changeMind(random.pick(states))
        _ = try executed(world, &random, &tally, &atoms)
      }
      return []
    } catch let problem as Problem {
      return problem.messages
    } catch {
      return ["\(error)"]
    }
  }

  private struct Problem: Error {
    var messages: [String]
    init(_ messages: [String]) { self.messages = messages }
    init(_ message: String) { messages = [message] }
  }

  /// What was not read is refused or left alone, whatever is allowed.
  private static func checkHidden(
    _ world: RandomWorld, _ random: inout SeededGenerator, _ tally: inout Tally
  ) throws {
    let (seen, hidden) = world.hiding(&random)
    let (plan, _, rounds) = FlagReader.plan(desired: world.desired, live: seen)
    tally.plans += rounds
    tally.hidden += 1
    if !seen.unreadable.isEmpty, plan.refusals.isEmpty || !plan.steps.isEmpty {
      throw Problem("something unreadable is not refused")
    }
    for step in plan.steps {
      let keys = ResourceID(.clientKey, step.target.name)
      guard !hidden.contains(step.target) else {
        throw Problem("\(step.target) was not read and is written")
      }
      if case .delete = step.operation, step.target.kind == .accessPoint, hidden.contains(keys) {
        throw Problem("the keys of \(step.target) were not read and die")
      }
    }
    // The service still has what was hidden: nothing of it stands in a step's way.
    var service = ModelService(world.live)
    for step in plan.steps { try service.run(step) }
  }

  /// The states of one random order; nothing when the plan is refused for good.
  private static func executed(
    _ world: RandomWorld, _ random: inout SeededGenerator, _ tally: inout Tally,
    _ atoms: inout AccessAtoms, hasEdits: Bool = false
  ) throws -> [LiveState]? {
    let (plan, _, rounds) = FlagReader.plan(
      desired: world.desired, live: world.live, options: world.options)
    tally.plans += rounds
    if !hasEdits, plan.changes.contains(where: { $0.reason?.contains("edited") == true }) {
      throw Problem("a stand-in nobody edited is said to be")
    }
    guard plan.refusals.isEmpty else {
      tally.refused += 1
      guard plan.steps.isEmpty else { throw Problem("a refused plan has steps") }
      return nil
    }
    tally.withChanges += plan.changes.isEmpty ? 0 : 1
    let execution = Execution(
      plan: plan, before: world.live, desired: world.desired, selected: world.selected)
    let end = try execution.runToEnd()
    let states = try execution.states(&random)
    var problems = execution.check(states, end: end, &atoms)
    if !hasEdits { problems += execution.unmarkedWidenings(end: end, &atoms) }
    guard problems.isEmpty else { throw Problem(problems + plan.steps.map { "\($0)" }) }
    let next = Fixture.planner.plan(
      desired: world.desired, live: end, options: world.options)
    tally.plans += 1
    guard next.isEmpty, next.changes.isEmpty else {
      throw Problem(
        ["the next plan is not empty"] + next.refusals.map { "\($0)" }
          + next.changes.map { "\($0)" } + plan.steps.map { "\($0)" })
    }
    return states
  }
}
