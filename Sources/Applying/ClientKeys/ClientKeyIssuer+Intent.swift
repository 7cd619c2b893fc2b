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
    guard try await !isDelivered(among: keys, marker, at: now) else { return nil }
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
    return (try await store.seeing(intent).marker.intent ?? intent, keys)
  }

  /// Whether another run delivered a key while this run's intent was on its way: that update took
  /// what the marker knew of it. Then it is recorded again, and this run's own key goes.
  func isSuperseded(
    _ id: String, _ intent: KeyIntent, besides baseline: Set<String>, among listed: [LiveClientKey]
  ) async throws(StepFailure) -> Bool {
    let newcomers = listed.filter {
      $0.id != id && !baseline.contains($0.id) && !intent.isToken(of: $0)
    }
    guard !newcomers.isEmpty else { return false }
    for newcomer in newcomers where await isInUseHere(newcomer) {
      let marker = try await store.read().marker
      guard !marker.records(newcomer.shortID) else { continue }
      try await removeKey(id, holding: intent)
      await context.note("deleted client key \(id) again")
      try await record(newcomer, over: marker, at: try await serviceTime())
      return true
    }
    return false
  }

  /// Whether a live key that no marker records is in use here: an update of another run took what
  /// the marker knew of it. Then it is recorded again, and is the key that was to be issued.
  private func isDelivered(
    among keys: [LiveClientKey], _ marker: Marker, at now: Timestamp
  ) async throws(StepFailure) -> Bool {
    for key in keys
    where key.isValid(at: now) && !marker.records(key.shortID)
      && order.besides?.contains(key.shortID) != true
      && marker.intent?.isOf(key) != true
    {
      guard await isInUseHere(key) else { continue }
      guard order.revokesOthers != true else {
        throw StepFailure(
          .changedSincePlan,
          "client key \(key.id) is in use, and no marker records it: another run wrote at the same time",
          nextStep: "run 'kmsctl apply', which records it, then the same command again")
      }
      try await record(key, over: marker, at: now)
      return true
    }
    return false
  }

  /// Whether every destination holds a key, and says so itself.
  private func isInUseHere(_ key: LiveClientKey) async -> Bool {
    let dates = KeyIntent(notBefore: key.notBefore, notAfter: key.notAfter)
    return await destinations.judge(key, dates) == .published
  }

  private func record(
    _ key: LiveClientKey, over found: Marker, at now: Timestamp
  ) async throws(StepFailure) {
    let records = found.keys.map(\.shortID)
    let isAsBefore = { (now: Marker) in
      KeyIntent.isSame(now.intent, found.intent) && now.keys.map(\.shortID) == records
    }
    try await store.change(if: isAsBefore) { marker in
      marker.recordDelivery(of: key.shortID, at: now)
      if order.revokesOthers == true { marker.revokeKeys(besides: key.shortID) }
      marker.intent = nil
    }
    await context.note(
      "client key \(key.id) was issued by another run at the same time, and is delivered here")
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
    if order.revokesOthers == true { fullest.revokeKeys(besides: placeholder) }
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
