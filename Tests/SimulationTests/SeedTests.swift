import Foundation
import Synchronization
import Testing

/// Stories made of seeds: every promise holds in every one.
@Suite struct SeedTests {
  /// `KMSCTL_SIMULATION_SEEDS=FIRST-LAST` chooses others.
  static let seeds: ClosedRange<UInt64> = {
    let text = ProcessInfo.processInfo.environment["KMSCTL_SIMULATION_SEEDS"] ?? ""
    let bounds = text.split(separator: "-").compactMap { UInt64($0) }
    return bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]...bounds[1] : 1...2_000
  }()

  @Test func everyPromiseHoldsInEveryStory() throws {
    for start in StartingPoint.allCases { _ = try start.snapshot() }
    var tally = Tally()
    for seed in Self.seeds {
      let outcome = try play(ScenarioMaker.scenario(seed: seed))
      tally.add(outcome, seed)
    }
    print(tally.text)
    for (promise, seeds) in tally.broken.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let seed = seeds.first else { continue }
      var shrinker = Shrinker(promise, play: play)
      let short = try shrinker.shrink(try play(ScenarioMaker.scenario(seed: seed)))
      Issue.record(
        "\(seeds.count) stories break '\(promise.rawValue)', seeds \(seeds.prefix(10)):\n\(Story(outcome: short).text)"
      )
    }
    #expect(tally.strays == 0)
  }

  private func play(_ scenario: Scenario) throws -> Outcome {
    try Simulation(scenario: scenario, snapshot: scenario.start.snapshot()).play()
  }
}

/// What became of many stories.
struct Tally {
  private(set) var broken: [Violation.Promise: [UInt64]] = [:]
  private(set) var strays = 0
  private var stories = 0
  private var events = 0
  private var statuses: [Int32: Int] = [:]
  private let start = clock()

  mutating func add(_ outcome: Outcome, _ seed: UInt64) {
    stories += 1
    events += outcome.events.count
    strays += outcome.strays
    for status in outcome.statuses.values { statuses[status, default: 0] += 1 }
    for promise in Set(outcome.violations.map(\.promise)) {
      broken[promise, default: []].append(seed)
    }
  }

  var text: String {
    let milliseconds = Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1_000
    let each = String(format: "%.1f", milliseconds / Double(max(1, stories)))
    let ends = statuses.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key)" }
    return "simulation: \(stories) stories, \(events) events, \(each) ms of CPU each; runs ended: "
      + ends.joined(separator: ", ")
  }
}
