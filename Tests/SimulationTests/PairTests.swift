import Foundation
import Testing

/// Every pair of commands, with one change of hands at every single point.
///
/// A goes on up to its event i, then B runs to its end, then A goes on: for all i, without faults,
/// and with one fault at the event before. `KMSCTL_SIMULATION_EVERY=1` plays them all.
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

  /// Every so manieth story is played; a debug build has time for few.
  private static let every: Int = {
    let text = ProcessInfo.processInfo.environment["KMSCTL_SIMULATION_EVERY"] ?? ""
    return max(1, Int(text) ?? 997)
  }()

  @Test func everyPairHoldsAtEveryPoint() throws {
    try playAll("pairs", faults: [nil])
  }

  private static let faults: [Fault] = [
    .lostRequest, .lostAnswer, .late(3), .throttled(hint: true), .failedAfterwards,
    .thin(field: 3, .missing), .hollow(.empty), .lagging(seconds: 5, reads: 2),
    .killed(afterWork: true),
  ]

  @Test func everyPairHoldsWithOneFault() throws {
    try playAll("pairs with one fault", faults: Self.faults)
  }

  private func playAll(_ name: String, faults: [Fault?]) throws {
    var tally = Tally()
    var found: [Violation.Promise: Outcome] = [:]
    var number = 0
    for start in [StartingPoint.due, .overlapping] {
      for first in Self.firsts {
        // With nobody else there are as many events as there are points.
        let alone = try play(start, first, .clock([]), at: 0)
        let points = alone.events.count { $0.actor == 0 }
        for second in Self.seconds {
          for (point, fault) in (0...points).flatMap({ point in faults.map { (point, $0) } }) {
            number += 1
            guard number.isMultiple(of: Self.every) else { continue }
            let outcome = try play(start, first, second, at: point, fault)
            tally.add(outcome, UInt64(number))
            for violation in outcome.violations where found[violation.promise] == nil {
              found[violation.promise] = outcome
            }
          }
        }
      }
    }
    tally.end()
    try report(name, tally, found)
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
        "\(tally.broken[promise]?.count ?? 0) stories break '\(promise.rawValue)':\n\(Story(outcome: outcome).whole)"
      )
    }
    #expect(tally.strays == 0)
  }
}
