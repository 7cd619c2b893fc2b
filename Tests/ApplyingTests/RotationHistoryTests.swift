internal import Testing

/// Thousands of random lives of client keys, with a real planner and applier.
@Suite struct RotationHistoryTests {
  static let tasks = 4

  /// As many keys as are documented, and fewer: then what is stuck goes on once the named command
  /// was run.
  @Test(
    "B7: with three, two and one keys at most nobody is cut off, and what is stuck goes on",
    arguments: [(3, 2_000), (2, 2_000), (1, 2_000)])
  func whateverHappensNobodyIsCutOffByUs(maximumKeys: Int, histories: Int) async {
    let total = await withTaskGroup(of: History.Counts.self) { group in
      for task in 1...Self.tasks {
        group.addTask {
          var counts = History.Counts()
          for seed in stride(from: task, through: histories, by: Self.tasks) {
            var history = await History(seed: UInt64(seed), maximumKeys: maximumKeys)
            await history.run()
            #expect(history.problems == [], "history \(seed), \(maximumKeys) keys at most")
            counts.add(history.counts)
          }
          return counts
        }
      }
      return await group.reduce(into: History.Counts()) { $0.add($1) }
    }
    #expect(total.issues > 2 * histories && total.crashes > 500 && total.deletions > 500)
    #expect(maximumKeys == 1 || total.retirements > histories / 2)
    #expect(total.stuckNights > 50 && total.retired > 5 && total.deletedByVendor > 10)
    print(
      "\(maximumKeys) keys at most: \(histories) histories, \(total.nights) nights, \(total.issues) issues, "
        + "\(total.retirements) retirements, \(total.crashes) crashes, "
        + "\(total.otherFaults) other faults, \(total.deletions) manual deletions, "
        + "\(total.madeByHand) keys made by hand, \(total.excusedOutages) outages over a key's end, \(total.stuckNights) nights "
        + "stuck, \(total.retired) named keys retired and \(total.deletedByVendor) deleted")
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
    stuckNights += other.stuckNights
    retired += other.retired
    deletedByVendor += other.deletedByVendor
  }
}
