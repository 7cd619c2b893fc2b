/// What will happen to one call.
struct FaultPlan: Sendable, Hashable {
  var delayMilliseconds = 0
  var lagMilliseconds = 0
  var refusal: WireError?
  var refusalAfterwards: WireError?
  var holdsBefore = false
  var landsLate = false
  var holdsAfter = false
  var losesAnswer = false
}

/// The faults in force, and how often each was met.
struct FaultBook: Sendable {
  private struct Entry {
    var fault: Fault
    var met = 0
    var struck = 0
  }

  private var entries: [Entry] = []

  init(_ faults: [Fault] = []) { add(faults) }

  mutating func add(_ faults: [Fault]) { entries += faults.map { Entry(fault: $0) } }

  /// How far back a read may have to look.
  var longestLag: Duration {
    let lags = entries.map { entry in
      if case .lag(let time) = entry.fault.effect { time } else { 0 }
    }
    return .milliseconds(lags.max() ?? 0)
  }

  mutating func plan(for operation: Operation) -> FaultPlan {
    var plan = FaultPlan()
    for index in entries.indices where entries[index].fault.concerns(operation) {
      entries[index].met += 1
      let entry = entries[index]
      guard entry.fault.strikes(number: entry.met), entry.struck < entry.fault.times ?? .max else {
        continue
      }
      entries[index].struck += 1
      Self.apply(entry.fault.effect, to: &plan)
    }
    return plan
  }

  private static func apply(_ effect: Fault.Effect, to plan: inout FaultPlan) {
    switch effect {
    case .throttle(let hint):
      plan.refusal = WireError(
        429, "Rejected.Throttling", "QPS Limit Exceeded", retryAfter: hint)
    case .fail(let status, let code, let moment):
      let error = WireError(status, code, "The sandbox was told to fail this call.")
      if moment == .before { plan.refusal = error } else { plan.refusalAfterwards = error }
    case .delay(let milliseconds): plan.delayMilliseconds += milliseconds
    case .lag(let time): plan.lagMilliseconds = max(plan.lagMilliseconds, time)
    case .lose: plan.losesAnswer = true
    case .hold(.before, let isLate):
      plan.holdsBefore = true
      plan.landsLate = isLate
    case .hold(.after, _): plan.holdsAfter = true
    }
  }
}
