internal import KMSModel

/// The two dates of an intent: the only thing that tells our new key from anybody else's.
///
/// The dates of an intent are chosen so that no key alive at that moment matches them, neither to
/// the second nor rounded; so whatever matches later was made later, and from these dates.
extension KeyIntent {
  /// Whether a listed key was asked for with these dates.
  ///
  /// A service that rounds dates down to the minute is allowed for; it must then have rounded both.
  func isToken(of key: LiveClientKey) -> Bool {
    let dates = (key.notBefore, key.notAfter)
    return dates == (notBefore, notAfter)
      || dates == (notBefore.roundedDownToMinute, notAfter.roundedDownToMinute)
  }

  /// Whether answered dates are the requested ones but for rounding to the minute, either way.
  func isAnswered(by key: IssuedClientKey) -> Bool {
    abs(key.notBefore.seconds(since: notBefore)) < 60
      && abs(key.notAfter.seconds(since: notAfter)) < 60
  }

  /// Whether two intents ask for the same key, whatever its id is by now.
  static func isSameToken(_ left: KeyIntent?, _ right: KeyIntent?) -> Bool {
    left?.notBefore == right?.notBefore && left?.notAfter == right?.notAfter
  }
}

extension Timestamp {
  var roundedDownToMinute: Timestamp {
    let remainder = secondsSinceEpoch % 60
    return adding(seconds: remainder < 0 ? -remainder - 60 : -remainder)
  }
}

extension Marker {
  /// Whether a client key is recorded.
  func records(_ shortID: String) -> Bool { keys.contains { $0.shortID == shortID } }
}
