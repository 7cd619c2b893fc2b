internal import KMSModel

/// The nonces of the last half hour; older requests are refused by their date.
struct NonceMemory: Sendable {
  static let dateTolerance: Int64 = 15 * 60

  private var seen: [String: Timestamp] = [:]
  private var order: [(nonce: String, time: Timestamp)] = []

  /// Remembers a nonce; says whether it is new.
  mutating func remember(_ nonce: String, of accessKeyID: String, now: Timestamp) -> Bool {
    let oldest = now.adding(seconds: -2 * Self.dateTolerance)
    let expired = order.prefix { $0.time < oldest }
    for entry in expired { seen[entry.nonce] = nil }
    order.removeFirst(expired.count)
    let key = "\(accessKeyID) \(nonce)"
    guard seen[key] == nil else { return false }
    seen[key] = now
    order.append((key, now))
    return true
  }
}
