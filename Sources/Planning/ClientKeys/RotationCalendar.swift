internal import KMSModel

/// The moments at which rotations and retirements may begin.
struct RotationCalendar {
  let window: RotationWindow?
  let freezes: [RotationFreeze]

  init(_ rotation: RotationSpec) {
    window = rotation.window.flatMap { $0.days.isEmpty ? nil : $0 }
    freezes = rotation.freezes
  }

  /// The freeze or window that holds something back at a moment, and until when; nothing when it
  /// may begin.
  func hold(at moment: Timestamp) -> KeyLifecycle.Hold? {
    let next = permitted(from: moment)
    guard next > moment else { return nil }
    let isFrozen = freezes.contains { $0.contains(moment) }
    return KeyLifecycle.Hold(isFrozen ? .freeze : .window, until: next)
  }

  /// The first permitted moment that is not before another.
  func permitted(from moment: Timestamp) -> Timestamp {
    var next = moment
    // Each round leaves a freeze for good or reaches an opening, so this ends.
    for _ in 0...(2 * freezes.count + 1) {
      let start = next
      if let freeze = freezes.first(where: { $0.contains(next) }) { next = freeze.until }
      if let window, !window.contains(next) { next = window.opening(after: next) }
      if next == start { break }
    }
    return next
  }
}

extension RotationFreeze {
  fileprivate func contains(_ moment: Timestamp) -> Bool { from <= moment && moment < until }
}

extension RotationWindow {
  fileprivate func contains(_ moment: Timestamp) -> Bool {
    let (day, second) = moment.dayAndSecond
    let (start, end) = (Int64(opens) * 60, Int64(closes) * 60)
    if start < end { return isOpen(on: day) && start <= second && second < end }
    return (isOpen(on: day) && start <= second) || (isOpen(on: day - 1) && second < end)
  }

  fileprivate func opening(after moment: Timestamp) -> Timestamp {
    let today = moment.dayAndSecond.day
    for day in today...(today + 7) where isOpen(on: day) {
      let opening = Timestamp(secondsSinceEpoch: day * 86_400 + Int64(opens) * 60)
      if opening > moment { return opening }
    }
    return moment
  }

  /// Day 0 of the epoch was a Thursday.
  private func isOpen(on day: Int64) -> Bool {
    let index = ((day + 3) % 7 + 7) % 7
    return days.contains(Weekday.allCases[Int(index)])
  }
}

extension Timestamp {
  fileprivate var dayAndSecond: (day: Int64, second: Int64) {
    let second = ((secondsSinceEpoch % 86_400) + 86_400) % 86_400
    return ((secondsSinceEpoch - second) / 86_400, second)
  }
}
