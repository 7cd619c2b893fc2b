internal import KMSModel

/// Chooses the dates of a new client key.
struct KeyDates {
  let validity: TimeSpan
  let now: Timestamp
  let random: @Sendable (ClosedRange<Int64>) -> Int64

  private static let shortestShift: Int64 = 300
  private static let longestShift: Int64 = 86_400
  private static let freshLimit: Int64 = 2 * 86_400

  /// Dates that no listed key has: a random while in the past, so that clocks may differ and the
  /// pair is unique.
  func choose(besides keys: [LiveClientKey]) -> KeyIntent {
    while true {
      let start = now.adding(seconds: -random(shifts))
      let intent = KeyIntent(notBefore: start, notAfter: validity.after(start))
      if !keys.contains(where: intent.isToken) { return intent }
    }
  }

  /// Whether an intent of an earlier run can still be asked for as it is.
  func canStillUse(_ intent: KeyIntent) -> Bool {
    intent.notBefore <= now && now.seconds(since: intent.notBefore) <= Self.freshLimit
      && now < intent.notAfter && intent.notAfter == validity.after(intent.notBefore)
  }

  /// Five minutes to a day, but never more than a quarter of a short-lived key's life.
  private var shifts: ClosedRange<Int64> {
    let longest = max(1, min(Self.longestShift, validity.nominalSeconds / 4))
    return min(Self.shortestShift, longest)...longest
  }
}
