internal import KMSModel
internal import Planning

extension ClientKeyIssuer {
  /// Chooses the dates of the next key, writes them to the marker in place of an older intent, and
  /// sees them there; gives also the keys that were there before. Nothing when another run turned
  /// out to have delivered the key.
  func openIntent(
    in marker: Marker, recording halfPublished: String? = nil
  ) async throws(StepFailure) -> (intent: KeyIntent, keys: [LiveClientKey])? {
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
    // The list may have been waited for: the marker is looked at after it.
    let records = marker.keys.map(\.shortID)
    let isAsBefore = { (now: Marker) in
      KeyIntent.isSame(now.intent, marker.intent) && now.keys.map(\.shortID) == records
    }
    try await store.change(if: isAsBefore) { marker in
      marker.forgetKeysBeforeTheNewest(besides: keys)
      if let record, !marker.records(record.shortID) { marker.keys.append(record) }
      marker.intent = intent
    }
    // Two runs may have written at the same moment; the other one's intent shows now.
    let seen = try await store.seeing(intent).marker
    guard try await isAlone(seen, besides: keys) else { return nil }
    return (seen.intent ?? intent, keys)
  }

  /// Whether no other run issued a key while this run's intent was on its way: that update took
  /// what the marker knew of the key.
  ///
  /// Such a key is recorded again when it is in use here; the intent is taken back in any case.
  private func isAlone(
    _ marker: Marker, besides keys: [LiveClientKey]
  ) async throws(StepFailure) -> Bool {
    guard let intent = marker.intent else { return true }
    let before = Set(keys.map(\.id))
    let newcomers = try await listKeys().filter { key in
      !before.contains(key.id) && !marker.records(key.shortID) && !intent.isToken(of: key)
    }
    guard let newcomer = newcomers.max(by: { ($0.notBefore, $0.id) < ($1.notBefore, $1.id) })
    else { return true }
    let dates = KeyIntent(notBefore: newcomer.notBefore, notAfter: newcomer.notAfter)
    guard await destinations.judge(newcomer, dates) == .published else {
      try await withdrawIntent(intent)
      throw StepFailure(
        .changedSincePlan,
        "client key \(newcomer.id) of '\(order.accessPoint)' was made since this step began, by "
          + "another run or a person", nextStep: "plan again")
    }
    let now = try await serviceTime()
    try await store.change(holding: intent) { marker in
      marker.recordDelivery(of: newcomer.shortID, at: now)
      marker.intent = nil
    }
    await context.note(
      "client key \(newcomer.id) was issued by another run at the same time, and is delivered here")
    return false
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
