internal import KMSModel

/// The keys that a call of ours made although its answer was lost, found after its twin was
/// recorded.
///
/// The two dates are ours to choose and unique, so an unrecorded key with both dates of a key we
/// delivered was asked for by us; its private half went with the answer. Before it deletes one, the
/// applier asks the destinations, as two runs without a lock may each have delivered theirs.
struct OrphanKeys {
  let all: [LiveClientKey]

  init(_ live: [LiveClientKey], marker: Marker) {
    let recorded = Set(marker.keys.map(\.shortID))
    let delivered = Set(marker.keys.filter { $0.origin != .elsewhere }.map(\.shortID))
    let originals = live.filter { delivered.contains($0.shortID) }
    all = live.filter { key in
      // What carries an open intent's token is left to its recovery.
      !recorded.contains(key.shortID) && marker.intent?.shortID != key.shortID
        && marker.intent?.isToken(of: key) != true && originals.contains { key.isTwin(of: $0) }
    }
    .sorted { $0.id < $1.id }
  }
}
