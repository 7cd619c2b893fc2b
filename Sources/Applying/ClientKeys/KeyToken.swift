internal import KMSModel

extension KeyIntent {
  /// Whether answered dates are the requested ones but for rounding to the minute, either way.
  func isAnswered(by key: IssuedClientKey) -> Bool {
    abs(key.notBefore.seconds(since: notBefore)) < 60
      && abs(key.notAfter.seconds(since: notAfter)) < 60
  }

  /// Whether two intents ask for the same key, whatever its id is by now.
  static func isSameToken(_ left: KeyIntent?, _ right: KeyIntent?) -> Bool {
    left?.notBefore == right?.notBefore && left?.notAfter == right?.notAfter
  }

  /// Whether two intents ask for the same key and are the same run's, whenever it wrote them.
  static func isSame(_ left: KeyIntent?, _ right: KeyIntent?) -> Bool {
    isSameToken(left, right) && left?.run?.run == right?.run?.run
  }
}

extension Marker {
  /// Whether a client key is recorded.
  func records(_ shortID: String) -> Bool { keys.contains { $0.shortID == shortID } }

  /// The key we delivered last; of others' the last, when we delivered none.
  var newestShortID: String? { newestDelivered?.shortID ?? keys.last?.shortID }

  /// Drops records of keys that somebody else deleted, so that the marker does not fill up.
  ///
  /// The newest stays: that it is gone is what makes a successor due.
  mutating func forgetKeysBeforeTheNewest(besides live: [LiveClientKey]) {
    guard let newest = newestDelivered?.shortID else { return }
    let alive = Set(live.map(\.shortID))
    keys.removeAll { $0.shortID != newest && !alive.contains($0.shortID) }
  }
}
