internal import Delivery
internal import KMSModel
internal import Planning
internal import Secrets

extension ClientKeyIssuer {
  /// Finishes or takes back what an earlier run began, and sees to it that one key is delivered.
  ///
  /// First it is made this run's: whoever began it stops at its next look, should it still live.
  func recover(_ found: KeyIntent, password: Secret) async throws(StepFailure) {
    let marker = try await claim(found).marker
    let intent = marker.intent ?? found
    guard let shortID = intent.shortID else {
      return try await recoverUnidentified(
        intent, in: marker, try await listKeys(), password: password)
    }
    if marker.keys.contains(where: { $0.shortID == shortID && !$0.isHalfPublished }) {
      return try await store.change(holding: intent) { $0.intent = nil }
    }
    let keys = try await PatientKeyList(accessPoint: order.accessPoint, context: context)
      .read { $0.shortID == shortID }
    guard let key = try pendingKey(shortID, intent, among: keys) else {
      try await discardStages(of: shortID, intent)
      return try await issueSuccessor(in: marker, password: password)
    }
    try await finish(key, intent, in: marker, password: password)
  }

  private func claim(
    _ intent: KeyIntent
  ) async throws(StepFailure) -> AccessPointMarker.Reading {
    switch context.runs.standing(of: intent, at: try await serviceTime()) {
    case .own: return try await store.read()
    case .held: throw await store.overtaken(by: intent)
    case .abandoned(let mayLive):
      let reading = try await store.takeOver(intent, mayLive: mayLive)
      if mayLive, let run = intent.run {
        await context.note(
          "run \(run.run) has not written for \(RunClaim.term): its issue is finished here")
      }
      return reading
    }
  }

  /// The run died before the marker learned an id, so before anything was delivered: keys with the
  /// intent's dates have lost their private halves.
  private func recoverUnidentified(
    _ intent: KeyIntent, in marker: Marker, _ keys: [LiveClientKey], password: Secret
  ) async throws(StepFailure) {
    for key in keys where intent.isToken(of: key) && !marker.records(key.shortID) {
      // A late write of an older marker can take the id away again; what is in use stays.
      guard await destinations.judge(key, intent) == .neverPublished else {
        return try await finish(key, intent, in: marker, password: password)
      }
      try await removeKey(key.id, holding: intent)
      await context.note("deleted client key \(key.id): an interrupted run lost its private half")
    }
    let now = try await serviceTime()
    if let key = await heldEverywhere(in: marker, keys, intent, at: now) {
      // A destination that did not answer then answers now.
      await context.note("client key \(key.id) of an earlier run is delivered everywhere")
      guard case .vanished = try await commit(key.id, intent) else { return }
      return try await replace(key.id, password: password)
    }
    let dates = KeyDates(validity: order.spec.validity, now: now, random: context.random)
    guard dates.canStillUse(intent) else {
      return try await issueSuccessor(in: marker, password: password)
    }
    try await issueAndDeliver(intent, besides: try await listKeys(), password: password)
  }

  /// A key that was taken for half published because some destination could not be asked, and that
  /// every destination turns out to hold: it needs no successor.
  private func heldEverywhere(
    in marker: Marker, _ keys: [LiveClientKey], _ intent: KeyIntent, at now: Timestamp
  ) async -> LiveClientKey? {
    for record in marker.keys where record.isHalfPublished {
      let named = keys.filter { $0.shortID == record.shortID }
      guard let key = named.first, named.count == 1, key.isValid(at: now) else { continue }
      if await destinations.judge(key, intent) == .published { return key }
    }
    return nil
  }

  private func finish(
    _ key: LiveClientKey, _ intent: KeyIntent, in marker: Marker, password: Secret
  ) async throws(StepFailure) {
    let now = try await serviceTime()
    guard key.notBefore <= now else {
      // Dates of answers may be minutes off: what somebody may hold is not given up for that.
      throw StepFailure(
        .keyPending,
        "client key \(key.id) of an interrupted run is not valid before \(key.notBefore), and the "
          + "service says that it is \(now): nothing is decided about it",
        nextStep: "run 'kmsctl apply' again in some minutes")
    }
    switch await destinations.judge(key, intent) {
    case _ where key.notAfter <= now:
      // Whoever holds it cannot use it, and its place is needed.
      try await discardStages(of: key.shortID, intent)
      try await removeKey(key.id, holding: intent)
      await context.note(
        "deleted client key \(key.id): it has ended")
      try await issueSuccessor(in: marker, password: password)
    case .published:
      await context.note("client key \(key.id) of an interrupted run is delivered everywhere")
      guard case .vanished = try await commit(key.id, intent) else { return }
      try await replace(key.id, password: password)
    case .neverPublished:
      try await discardStages(of: key.shortID, intent)
      try await removeKey(key.id, holding: intent)
      await context.note("deleted client key \(key.id): an interrupted run never delivered it")
      try await issueSuccessor(in: marker, password: password)
    case .perhapsPublished:
      try await checkPlace(
        try await listKeys(), in: marker,
        besides: await destinations.holders(of: key).map { "\($0) holds \(key.id)" })
      await context.note(
        "client key \(key.id) of an interrupted run may be in use; issuing its successor")
      // Where it was published it stays: it is a predecessor from now on.
      try await discardStages(of: key.shortID, intent)
      try await issueSuccessor(in: marker, recording: key.shortID, password: password)
    }
  }

  /// Removes what an earlier run staged; until that works the intent stays and remembers it.
  private func discardStages(
    of shortID: String, _ intent: KeyIntent
  ) async throws(StepFailure) {
    try await store.checkClaim(intent)
    guard let left = await destinations.discard(shortID: shortID).first else { return }
    throw StepFailure(
      .other,
      "what an interrupted run left at \(left.destination) could not be removed: \(left.message)",
      nextStep: left.nextStep)
  }

  /// The key an intent names; the dates decide only when short ids collide.
  private func pendingKey(
    _ shortID: String, _ intent: KeyIntent, among keys: [LiveClientKey]
  ) throws(StepFailure) -> LiveClientKey? {
    let named = keys.filter { $0.shortID == shortID }
    guard named.count > 1 else { return named.first }
    let dated = named.filter(intent.isToken)
    guard dated.count == 1 else {
      throw StepFailure(
        .other,
        "\(named.count) client keys of '\(order.accessPoint)' have the short id \(shortID)",
        nextStep: "delete the ones that are not in use in the console, then apply again")
    }
    return dated.first
  }
}
