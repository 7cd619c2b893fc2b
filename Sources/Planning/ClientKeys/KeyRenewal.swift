internal import KMSModel

/// When the successor of one key is due, and until when it may be put off.
struct KeyRenewal {
  /// When a successor is due: `renewBefore` before the end, brought forward by the jitter.
  let due: Timestamp
  /// From here on nothing puts a due rotation off any more, so that a missed night or a window that
  /// the nightly run never meets cuts nobody off.
  let deadline: Timestamp

  private static let longestJitter: Int64 = 7 * 86_400
  private static let longestReserve: Int64 = 3 * 86_400

  init(of key: LiveClientKey, _ renewBefore: RotationSpec.RenewBefore, _ facts: KeyFacts) {
    let life = max(0, key.notAfter.seconds(since: key.notBefore))
    let latest: Timestamp =
      switch renewBefore {
      case .span(let span): span.before(key.notAfter)
      case .percent(let share): key.notAfter.adding(seconds: -(life * Int64(share) / 100))
      }
    let lead = max(0, key.notAfter.seconds(since: latest))
    due = latest.adding(seconds: -Self.jitter(lead: lead, life: life, facts))
    deadline = key.notAfter.adding(seconds: -min(lead / 4, Self.longestReserve))
  }

  /// The same for one access point in every run, different for its neighbours: a fleet that was
  /// issued in one night is not renewed in one night.
  private static func jitter(lead: Int64, life: Int64, _ facts: KeyFacts) -> Int64 {
    let longest = max(0, min(lead / 8, longestJitter, (life - lead) / 2))
    let place = facts.place
    let hex = facts.digest.hex(
      "jitter\u{0}\(place.account)\u{0}\(place.region)\u{0}\(place.accessPoint)")
    guard let number = UInt32(hex.prefix(8), radix: 16) else { return 0 }
    return Int64(number) % (longest + 1)
  }
}
