import Foundation
import Testing

/// Every pair of commands, with one change of hands at every single point.
///
/// A goes on up to its event i, then B runs to its end, then A goes on: for all i, without faults,
/// and with one fault at the event before. `KMSCTL_SIMULATION_PAIRS=all` plays every faulty one;
/// else every 97th is played, beginning with the number in the variable.
@Suite struct PairTests {
  static let firsts: [Command] = [
    .apply(.base), .apply(.moved), .adopt, .rotateNow, .rotateDue, .compromised, .retire, .orphans,
  ]
  static let seconds: [Actor] =
    firsts.map { .run($0) } + [
      .edits([.takeOver(.accessPoint)]), .edits([.takeOver(.policy)]),
      .edits([.dropMarker(.accessPoint)]), .edits([.change(.policy)]), .edits([.makeKey]),
      .edits([.deleteCurrentKey]), .clock([1_200]),
    ]

  @Test func everyPairHoldsAtEveryPoint() throws {
    var tally = Tally()
    var found: [Violation.Promise: Outcome] = [:]
    for start in [StartingPoint.due, .overlapping] {
      for first in Self.firsts {
        for second in Self.seconds {
          for point in 0... {
            let outcome = try play(start, first, second, at: point)
            tally.add(outcome, UInt64(point))
            for violation in outcome.violations where found[violation.promise] == nil {
              found[violation.promise] = outcome
            }
            if outcome.events.count(where: { $0.actor == 0 }) <= point { break }
          }
        }
      }
    }
    try report("pairs", tally, found)
  }

  private static let faults: [Fault] = [
    .lostRequest, .lostAnswer, .late(3), .throttled(hint: true), .failedAfterwards,
    .thin(field: 3, .missing), .hollow(.empty), .lagging(seconds: 5, reads: 2),
    .killed(afterWork: true),
  ]
  private static let stride = 97

  @Test func everyPairHoldsWithOneFault() throws {
    let wish = ProcessInfo.processInfo.environment["KMSCTL_SIMULATION_PAIRS"] ?? ""
    let offset = wish == "all" ? nil : (Int(wish) ?? 0) % Self.stride
    var tally = Tally()
    var found: [Violation.Promise: Outcome] = [:]
    var number = 0
    for first in Self.firsts {
      for second in Self.seconds {
        let alone = try play(.due, first, .clock([]), at: 0)
        for point in 0..<alone.events.count(where: { $0.actor == 0 }) {
          for fault in Self.faults {
            number += 1
            if let offset, number % Self.stride != offset { continue }
            let outcome = try play(.due, first, second, at: point + 1, fault)
            tally.add(outcome, UInt64(point))
            for violation in outcome.violations where found[violation.promise] == nil {
              found[violation.promise] = outcome
            }
          }
        }
      }
    }
    try report("pairs with one fault", tally, found)
  }

  private func play(
    _ start: StartingPoint, _ first: Command, _ second: Actor, at point: Int, _ fault: Fault? = nil
  ) throws -> Outcome {
    let scenario = Scenario(
      start: start, actors: [.run(first), second],
      switches: [Switch(actor: 0, moment: .event(point), next: 1)],
      faults: fault.map { [FaultPoint(actor: 0, target: .event(point - 1), fault: $0)] } ?? [])
    return try Simulation(scenario: scenario, snapshot: start.snapshot()).play()
  }

  private func report(
    _ name: String, _ tally: Tally, _ found: [Violation.Promise: Outcome]
  ) throws {
    print("\(name): \(tally.text)")
    for (promise, outcome) in found.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      Issue.record(
        "\(tally.broken[promise]?.count ?? 0) stories break '\(promise.rawValue)':\n\(Story(outcome: outcome).text)"
      )
    }
    #expect(tally.strays == 0)
  }
}
