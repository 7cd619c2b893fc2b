import Testing

@testable import KMSSandbox

/// A key step writes the access point back as it is; so an answer that says less than there is must
/// not be taken for what there is.
@Suite struct ThinKeyStepTests {
  struct Step: Sendable, CustomTestStringConvertible {
    var start: StartingPoint
    var command: Command
    var testDescription: String { "\(command) from \(start.rawValue)" }
  }

  @Test(
    "A1: an answer without policies in a key step is never written back",
    arguments: [
      Step(start: .due, command: .apply(.base)), Step(start: .retirable, command: .apply(.base)),
      Step(start: .named, command: .apply(.base)),
      Step(start: .published, command: .apply(.base)),
      Step(start: .delivered, command: .rotateNow), Step(start: .due, command: .rotateDue),
      Step(start: .overlapping, command: .compromised),
      Step(start: .overlapping, command: .retire), Step(start: .orphaned, command: .orphans),
    ],
    [Rewriting.Kind.missing, .null, .empty, .otherType])
  func nothingIsWrittenBack(step: Step, kind: Rewriting.Kind) throws {
    let rewriting = Rewriting(path: [.member("Policies")], kind: kind)
    let operation = "DescribeApplicationAccessPoint"
    let snapshot = try step.start.snapshot()
    // From the first call on, each one alone, until there is none.
    for number in 0... {
      let scenario = Scenario(
        start: step.start, actors: [.run(step.command)],
        faults: [
          FaultPoint(
            actor: 0, target: .named(operation, number), fault: .rewritten(rewriting))
        ])
      let outcome = try Simulation(scenario: scenario, snapshot: snapshot).play()
      #expect(outcome.violations.isEmpty, "call \(number): \(Story(outcome: outcome).text)")
      #expect(outcome.snapshot.inventory.accessPoints["web"]?.policies == ["crypto"])
      guard outcome.events.contains(where: { $0.fault != nil }) else { break }
    }
  }
}
