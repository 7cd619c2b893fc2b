import KMSModel
import Testing

/// The simulation itself: faults that are planted on purpose are found, and soon.
@Suite struct PlantedTests {
  private static let mostSeeds: UInt64 = 1_000

  @Test func believingAHollowDeleteIsFound() throws {
    let cast = Cast(
      transport: { PlantedTransport(transport: $0) },
      service: { PlantedService(service: $0, flaw: .believesDeletions) })
    let seed = try #require(try firstSeed(cast))
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
  private func firstSeed(_ cast: Cast) throws -> UInt64? {
    for seed in 1...Self.mostSeeds {
      let scenario = ScenarioMaker.scenario(seed: seed)
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
