import Foundation
import Synchronization
import Testing

/// Stories made of seeds: every promise holds in every one.
@Suite struct SeedTests {
  /// `KMSCTL_SIMULATION_SEEDS=FIRST-LAST` chooses others; a debug build has time for few.
  static let seeds: ClosedRange<UInt64> = {
    let text = ProcessInfo.processInfo.environment["KMSCTL_SIMULATION_SEEDS"] ?? ""
    let bounds = text.split(separator: "-").compactMap { UInt64($0) }
    return bounds.count == 2 && bounds[0] <= bounds[1] ? bounds[0]...bounds[1] : 1...100
  }()
  private static let threads: UInt64 = 2

  @Test func everyPromiseHoldsInEveryStory() async throws {
    for start in StartingPoint.allCases { _ = try start.snapshot() }
    let tallies = try await withThrowingTaskGroup(of: Tally.self) { group in
      for part in 0..<Self.threads {
        group.addTask { try Self.tally(part) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for tally in tallies { print(tally.text) }
    let broken = tallies.reduce(into: [:]) { $0.merge($1.broken, uniquingKeysWith: +) }
    for (promise, seeds) in broken.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      guard let seed = seeds.min() else { continue }
      var shrinker = Shrinker(promise) { try Self.play($0) }
      let short = try shrinker.shrink(try Self.play(ScenarioMaker.scenario(seed: seed)))
      Issue.record(
        "\(seeds.count) stories break '\(promise.rawValue)', seeds \(seeds.sorted().prefix(10)):\n\(Story(outcome: short).whole)"
      )
    }
    #expect(tallies.allSatisfy { $0.strays == 0 })
  }

  /// One thread's part of the seeds.
  private static func tally(_ part: UInt64) throws -> Tally {
    var tally = Tally()
    for seed in seeds where seed % threads == part {
      tally.add(try play(ScenarioMaker.scenario(seed: seed)), seed)
    }
    tally.end()
    return tally
  }

  private static func play(_ scenario: Scenario) throws -> Outcome {
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
  private let start = Tally.threadTime
  private var time: Int64 = 0

  mutating func add(_ outcome: Outcome, _ seed: UInt64) {
    stories += 1
    events += outcome.events.count
    strays += outcome.strays
    for status in outcome.statuses.values { statuses[status, default: 0] += 1 }
    for promise in Set(outcome.violations.map(\.promise)) {
      broken[promise, default: []].append(seed)
    }
  }

  /// The CPU time of the calling thread, in nanoseconds.
  private static var threadTime: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Stops the clock, on the thread that began.
  mutating func end() { time = Tally.threadTime - start }

  /// The CPU time of one story.
  var milliseconds: Double { Double(time) / 1_000_000 / Double(max(1, stories)) }

  var text: String {
    let ends = statuses.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key)" }
    return "simulation: \(stories) stories, \(events) events, "
      + String(format: "%.1f", milliseconds) + " ms of CPU each; runs ended: "
      + ends.joined(separator: ", ")
  }
}
