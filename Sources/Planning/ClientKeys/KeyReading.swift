internal import KMSModel

/// The marker's records beside what lives: which key is the current one and which came before it.
struct KeyReading {
  /// The key that destinations hold, or held when it has ended; for an adopted access point the key
  /// of others that ends last.
  let anchor: LiveClientKey?
  /// The newest key that we delivered everywhere, whether or not it still lives.
  let newest: RecordedKey?
  /// When that was.
  let committedAt: Timestamp?
  /// The anchor while it is valid.
  let current: LiveClientKey?
  /// Recorded keys beside the anchor that have not ended.
  let predecessors: [LiveClientKey]
  let recorded: Set<String>
  let elsewhere: Set<String>
  let revoked: Set<String>
  let orphans: Set<String>
  /// While an issue is open: ours that interrupted runs published in some places at most.
  let halfPublished: [LiveClientKey]
  let intent: KeyIntent?

  init(_ facts: KeyFacts) {
    let records = facts.marker?.keys ?? []
    newest = facts.marker?.newestDelivered
    committedAt = newest?.deliveredAt
    recorded = Set(records.map(\.shortID))
    elsewhere = Set(records.filter { $0.origin == .elsewhere }.map(\.shortID))
    revoked = Set(records.filter(\.isRevoked).map(\.shortID))
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
    halfPublished = Self.halfPublished(facts, records)
  }

  private static func halfPublished(
    _ facts: KeyFacts, _ records: [RecordedKey]
  ) -> [LiveClientKey] {
    guard let intent = facts.marker?.intent else { return [] }
    let halves = Set(records.filter(\.isHalfPublished).map(\.shortID))
    let recorded = Set(records.map(\.shortID))
    return facts.keys.filter { key in
      guard key.notAfter > facts.now else { return false }
      return halves.contains(key.shortID) || (!recorded.contains(key.shortID) && intent.isOf(key))
    }
    .sorted { $0.age < $1.age }
  }

  /// Why there is no key to use; nothing while the current one is valid.
  func absence(_ facts: KeyFacts) -> KeyLifecycle.Absence? {
    guard current == nil else { return nil }
    if let anchor { return .expired(id: anchor.id, at: anchor.notAfter) }
    guard let last = newest ?? facts.marker?.keys.last else { return .noneYet }
    return .gone(shortID: last.shortID)
  }
}

extension LiveClientKey {
  /// Less is older.
  var age: (Timestamp, String) { (createTime ?? notBefore, id) }
}
