import Testing

/// The same scenario gives the same story, event by event.
@Suite struct DeterminismTests {
  @Test(arguments: StartingPoint.allCases)
  func everyStartingPointIsPlayedTwiceAlike(_ start: StartingPoint) throws {
    for parallelism in [1, 8] {
      let machine = Machine(parallelism: parallelism)
      let scenario = Scenario(
        start: start,
        actors: [.run(.apply(.moved), machine), .run(.rotateNow, machine), .run(.apply(.base))],
        switches: (0..<40).map { Switch(actor: $0 % 3, moment: .event($0 * 2), next: ($0 + 1) % 3) }
      )
      let first = try Simulation(scenario: scenario, snapshot: start.snapshot()).play()
      let second = try Simulation(scenario: scenario, snapshot: start.snapshot()).play()
      #expect(first.strays == 0)
      #expect(first.events.count > 20)
      #expect(first.events == second.events)
      #expect(first.said == second.said)
      #expect(first.violations == second.violations)
    }
  }
}
