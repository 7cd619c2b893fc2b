/// The two dates of a client key we asked for: the only thing that tells it from anybody else's.
///
/// The dates of an intent are chosen so that no key alive at that moment matches them, neither to
/// the second nor rounded; so whatever matches later was made later, and from these dates.
extension KeyIntent {
  /// Whether a key carries this intent's token: its id, or both of its dates.
  public func isOf(_ key: LiveClientKey) -> Bool { shortID == key.shortID || isToken(of: key) }

  /// Whether a listed key was asked for with these dates.
  ///
  /// A service that rounds dates down to the minute is allowed for; it must then have rounded both.
  public func isToken(of key: LiveClientKey) -> Bool {
    let dates = (key.notBefore, key.notAfter)
    return dates == (notBefore, notAfter)
      || dates == (notBefore.roundedDownToMinute, notAfter.roundedDownToMinute)
  }
}

extension LiveClientKey {
  /// Whether two keys carry the same token: one of them was issued by a call whose answer was lost.
  public func isTwin(of other: LiveClientKey) -> Bool {
    id != other.id && notBefore == other.notBefore && notAfter == other.notAfter
  }
}

extension Timestamp {
  /// The start of the minute.
  public var roundedDownToMinute: Timestamp {
    let remainder = secondsSinceEpoch % 60
    return adding(seconds: remainder < 0 ? -remainder - 60 : -remainder)
  }
}
