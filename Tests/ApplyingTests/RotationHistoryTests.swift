internal import Testing

/// Thousands of random lives of client keys, with a real planner and applier.
@Suite struct RotationHistoryTests {
  static let histories = 2_000
  static let tasks = 4

  @Test func whateverHappensNobodyIsCutOffByUs() async {
    let total = await withTaskGroup(of: History.Counts.self) { group in
      for task in 1...Self.tasks {
        group.addTask {
          var counts = History.Counts()
          for seed in stride(from: task, through: Self.histories, by: Self.tasks) {
            var history = await History(seed: UInt64(seed))
            await history.run()
            #expect(history.problems == [], "history \(seed)")
            counts.add(history.counts)
          }
          return counts
        }
      }
      return await group.reduce(into: History.Counts()) { $0.add($1) }
    }
    #expect(total.issues > 2 * Self.histories && total.retirements > Self.histories)
    #expect(total.crashes > 500 && total.deletions > 500)
    print(
      "\(Self.histories) histories, \(total.nights) nights, \(total.issues) issues, "
        + "\(total.retirements) retirements, \(total.crashes) crashes, "
        + "\(total.otherFaults) other faults, \(total.deletions) manual deletions, "
        + "\(total.madeByHand) keys made by hand, \(total.excusedOutages) outages over a key's end")
  }
}

extension History.Counts {
  mutating func add(_ other: Self) {
    nights += other.nights
    issues += other.issues
    retirements += other.retirements
    crashes += other.crashes
    otherFaults += other.otherFaults
    deletions += other.deletions
    madeByHand += other.madeByHand
    excusedOutages += other.excusedOutages
  }
}
