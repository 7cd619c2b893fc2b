import KMSModel
import Testing

/// The simulation itself: faults that are planted on purpose are found, and soon.
@Suite struct PlantedTests {
  private static let mostSeeds: UInt64 = 1_000

  @Test func believingAHollowDeleteIsFound() throws {
    let cast = Cast(
      transport: { PlantedTransport(transport: $0) },
      service: { PlantedService(service: $0, flaw: .believesDeletions) })
    // Of a dozen kinds of faults one tells here, and of all calls one: the stories keep their moments, and
    // whatever goes wrong in them is a hollow answer.
    let kinds = Fault.Hollowness.allCases
    let seed = try #require(
      try firstSeed(cast) { scenario, seed in
        for index in scenario.faults.indices {
          scenario.faults[index].fault = .hollow(kinds[(Int(seed) + index) % kinds.count])
        }
      })
    print("simulation: believing a hollow delete is found by seed \(seed)")
  }

  @Test func notLookingAfterAWaitIsFound() throws {
    let cast = Cast(service: { PlantedService(service: $0, flaw: .neverLooksAgain) })
    let seed = try #require(try firstSeed(cast))
    print("simulation: not looking after a wait is found by seed \(seed)")
  }

  @Test func takingEveryIntentOverAtOnceIsFound() throws {
    let cast = Cast(runs: { own in
      RunRegistry(run: own.run, host: "00000000", process: own.process) { _ in true }
    })
    let seed = try #require(try firstSeed(cast))
    print("simulation: taking every intent over at once is found by seed \(seed)")
  }

  /// The first seed whose story breaks a promise with the planted fault that it keeps without it.
  private func firstSeed(
    _ cast: Cast, _ change: (inout Scenario, UInt64) -> Void = { _, _ in }
  ) throws -> UInt64? {
    for seed in 1...Self.mostSeeds {
      var scenario = ScenarioMaker.scenario(seed: seed)
      change(&scenario, seed)
      let snapshot = try scenario.start.snapshot()
      let outcome = try Simulation(scenario: scenario, snapshot: snapshot, cast: cast).play()
      guard !outcome.violations.isEmpty else { continue }
      let sound = try Simulation(scenario: scenario, snapshot: snapshot).play()
      let more = Set(outcome.violations.map(\.promise))
        .subtracting(sound.violations.map(\.promise))
      if !more.isEmpty { return seed }
    }
    return nil
  }
}
