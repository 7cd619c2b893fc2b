internal import KMSModel

/// The marker's records beside what lives: which key is the current one and which came before it.
struct KeyReading {
  /// The key that destinations hold, or held when it has ended; for an adopted access point the key
  /// of others that ends last.
  let anchor: LiveClientKey?
  /// The newest key that we delivered, whether or not it still lives.
  let newest: RecordedKey?
  /// When that was.
  let committedAt: Timestamp?
  /// The anchor while it is valid.
  let current: LiveClientKey?
  /// Recorded keys beside the anchor that have not ended.
  let predecessors: [LiveClientKey]
  let recorded: Set<String>
  let elsewhere: Set<String>
  let orphans: Set<String>
  let intent: KeyIntent?

  init(_ facts: KeyFacts) {
    let records = facts.marker?.keys ?? []
    newest = facts.marker?.newestDelivered
    committedAt = newest?.deliveredAt
    recorded = Set(records.map(\.shortID))
    elsewhere = Set(records.filter { $0.origin == .elsewhere }.map(\.shortID))
    intent = facts.marker?.intent
    orphans = facts.marker.map { Set(OrphanKeys(facts.keys, marker: $0).all.map(\.id)) } ?? []
    let known = facts.keys.filter { [recorded] in recorded.contains($0.shortID) }
      .sorted { ($0.notAfter, $0.id) < ($1.notAfter, $1.id) }
    if let newest {
      anchor = known.last { $0.shortID == newest.shortID }
    } else {
      anchor = known.last
    }
    current = anchor.flatMap { $0.notAfter > facts.now ? $0 : nil }
    predecessors = known.filter { [anchor] in $0.id != anchor?.id && $0.notAfter > facts.now }
  }

  /// Why there is no key to use; nothing while the current one is valid.
  func absence(_ facts: KeyFacts) -> KeyLifecycle.Absence? {
    guard current == nil else { return nil }
    if let anchor { return .expired(id: anchor.id, at: anchor.notAfter) }
    guard let last = newest ?? facts.marker?.keys.last else { return .noneYet }
    return .gone(shortID: last.shortID)
  }
}

extension KeyIntent {
  /// Whether a key carries this intent's token: its id, or both of its dates.
  func isOf(_ key: LiveClientKey) -> Bool { shortID == key.shortID || isToken(of: key) }
}
