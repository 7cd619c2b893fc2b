/// Makes a scenario shorter as long as the same promise is broken.
///
/// Every part is left out that can be: actors, faults, switches, turns, in halves first and then one
/// by one; what is left is made plainer.
struct Shrinker {
  let promise: Violation.Promise
  let play: (Scenario) throws -> Outcome
  private(set) var plays = 0
  private let mostPlays: Int

  init(
    _ promise: Violation.Promise, mostPlays: Int = 600, play: @escaping (Scenario) throws -> Outcome
  ) {
    self.promise = promise
    self.mostPlays = mostPlays
    self.play = play
  }

  /// The shortest scenario that was found, with what becomes of it.
  mutating func shrink(_ first: Outcome) throws -> Outcome {
    var best = first
    while true {
      let before = best.scenario
      for index in best.scenario.actors.indices {
        var shorter = best.scenario
        guard shorter.actors[index] != nil else { continue }
        shorter.actors[index] = nil
        try keep(shorter, in: &best)
      }
      try shrink(&best, \.faults)
      try shrink(&best, \.switches)
      try shrink(&best, \.turns)
      try makePlainer(&best)
      guard best.scenario != before, plays < mostPlays else { return best }
    }
  }

  /// Leaves out parts of a list: halves, quarters, single ones.
  private mutating func shrink<Part>(
    _ best: inout Outcome, _ list: WritableKeyPath<Scenario, [Part]>
  ) throws {
    var size = best.scenario[keyPath: list].count
    while size > 0 {
      var start = 0
      while start < best.scenario[keyPath: list].count {
        var shorter = best.scenario
        let end = min(start + size, shorter[keyPath: list].count)
        shorter[keyPath: list].removeSubrange(start..<end)
        if try !keep(shorter, in: &best) { start += size }
      }
      size /= 2
    }
  }

  private mutating func makePlainer(_ best: inout Outcome) throws {
    for (index, actor) in best.scenario.actors.enumerated() {
      var plainer = best.scenario
      switch actor {
      case .run(let command, let machine) where machine != Machine():
        plainer.actors[index] = .run(command)
        try keep(plainer, in: &best)
      case .edits(let edits) where edits.count > 1:
        for edit in edits {
          plainer.actors[index] = .edits([edit])
          if try keep(plainer, in: &best) { break }
        }
      default: continue
      }
    }
    for start in [StartingPoint.empty, .delivered, .due] where best.scenario.start != start {
      var plainer = best.scenario
      plainer.start = start
      if try keep(plainer, in: &best) { break }
    }
    for index in best.scenario.faults.indices {
      guard case .late(let count) = best.scenario.faults[index].fault, count > 1 else { continue }
      var plainer = best.scenario
      plainer.faults[index].fault = .late(count / 2)
      try keep(plainer, in: &best)
    }
  }

  @discardableResult
  private mutating func keep(_ scenario: Scenario, in best: inout Outcome) throws -> Bool {
    guard plays < mostPlays else { return false }
    plays += 1
    let outcome = try play(scenario)
    guard outcome.violations.contains(where: { $0.promise == promise }) else { return false }
    best = outcome
    return true
  }
}
