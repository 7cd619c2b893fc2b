import KMSModel
import Testing

/// What time it is cannot be told when the service and this machine differ by too much.
@Suite struct DifferingClocksTests {
  struct Step: Sendable, CustomTestStringConvertible {
    var start: StartingPoint
    var command: Command
    var testDescription: String { "\(command) from \(start.rawValue)" }
  }

  private static let steps = [
    Step(start: .empty, command: .apply(.base)), Step(start: .delivered, command: .apply(.moved)),
    Step(start: .due, command: .apply(.base)), Step(start: .retirable, command: .apply(.base)),
    Step(start: .foreign, command: .adopt), Step(start: .delivered, command: .rotateNow),
    Step(start: .due, command: .rotateDue), Step(start: .overlapping, command: .compromised),
    Step(start: .overlapping, command: .retire), Step(start: .orphaned, command: .orphans),
  ]

  private func play(_ step: Step, dateShift: Int64) throws -> Outcome {
    let machine = Machine(dateShift: dateShift)
    return try Simulation(
      scenario: Scenario(start: step.start, actors: [.run(step.command, machine)]),
      snapshot: step.start.snapshot(), hasFinale: false
    ).play()
  }

  @Test(
    "A7: while the clocks differ, a command that writes is refused before any write",
    arguments: steps, [-901, 901, 2 * 365 * 86_400])
  func nothingIsWritten(step: Step, seconds: Int64) throws {
    let outcome = try play(step, dateShift: seconds)
    let said = outcome.said[0] ?? ""
    #expect(outcome.statuses[0] == 3, "\(said)")
    #expect(!outcome.events.contains { $0.point.isChange })
    // The day of each clock stands there; the seconds depend on how long the run took.
    let now = try step.start.snapshot().time / 1_000
    for moment in [now, now + seconds] {
      let day = Timestamp(secondsSinceEpoch: moment).iso8601.prefix(10)
      #expect(said.contains(day), "\(said)")
    }
  }

  @Test("A7: clocks that differ by less are no difference", arguments: steps, [-840, 840])
  func aSmallDifferenceIsNone(step: Step, seconds: Int64) throws {
    let outcome = try play(step, dateShift: seconds)
    #expect(outcome.statuses[0] == 0, "\(outcome.said[0] ?? "")")
    #expect(outcome.violations.isEmpty)
  }

  @Test("A7: a plan warns that an apply would be refused")
  func aPlanWarns() throws {
    let outcome = try play(
      Step(start: .due, command: .read(.plan)), dateShift: 2 * 365 * 86_400)
    let said = outcome.said[0] ?? ""
    let warning = said.split(separator: "\n").first { $0.lowercased().hasPrefix("warning: ") }
    #expect(outcome.statuses[0] == 2)
    #expect(warning?.contains("an apply refuses to write until they agree") == true, "\(said)")
  }
}
