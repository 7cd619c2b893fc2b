internal import KMSModel
internal import Planning

extension ClientKeyIssuer {
  /// Chooses the dates of the next key, writes them to the marker in place of an older intent, and
  /// sees them there.
  func openIntent(
    in marker: Marker, recording halfPublished: String? = nil
  ) async throws(StepFailure) -> KeyIntent {
    let now = try await serviceTime()
    let keys = try await listKeys()
    var intent = KeyDates(validity: order.spec.validity, now: now, random: context.random)
      .choose(besides: keys)
    intent.place = destinations.place
    intent.run = context.runs.claim(at: now)
    let record = halfPublished.map { RecordedKey.halfPublished($0) }
    var known = marker
    known.forgetKeysBeforeTheNewest(besides: keys)
    try checkRoom(in: known, adding: record, intent)
    try await checkPlace(keys, in: marker)
    try await store.change(holding: marker.intent, serving: true) { marker in
      marker.forgetKeysBeforeTheNewest(besides: keys)
      if let record, !marker.records(record.shortID) { marker.keys.append(record) }
      marker.intent = intent
    }
    // Two runs may have written at the same moment; the other one's intent shows now.
    return try await store.seeing(intent).marker.intent ?? intent
  }

  /// Takes an intent back that no key exists for.
  ///
  /// A recovery only forgets the key's id: its intent is what remembers that some destination may
  /// still wait for a successor.
  func withdrawIntent(_ intent: KeyIntent) async throws(StepFailure) {
    try await store.change(holding: intent) { marker in
      if order.isRecovery { marker.intent?.shortID = nil } else { marker.intent = nil }
    }
  }

  /// Refuses before anything is issued when the marker could not hold the new key at the end.
  private func checkRoom(
    in marker: Marker, adding record: RecordedKey?, _ intent: KeyIntent
  ) throws(StepFailure) {
    var fullest = marker
    let placeholder = "00000000"
    if let record { fullest.keys.append(record) }
    fullest.keys.append(RecordedKey(shortID: placeholder, origin: .delivered(at: intent.notBefore)))
    fullest.intent = intent
    fullest.intent?.shortID = placeholder
    let size = MarkerText.write(fullest).utf8.count
    guard size > MarkerText.maximumBytes else { return }
    throw StepFailure(
      .other,
      "the marker of '\(order.accessPoint)' has no room for another client key: "
        + "\(size) bytes of \(MarkerText.maximumBytes), \(marker.keys.count) keys recorded",
      nextStep: "delete recorded client keys that are not needed any more")
  }
}
