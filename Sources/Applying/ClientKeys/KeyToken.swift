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
}

extension Marker {
  /// Whether a client key is recorded.
  func records(_ shortID: String) -> Bool { keys.contains { $0.shortID == shortID } }
}
