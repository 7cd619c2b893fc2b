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
    let dates = KeyDates(validity: order.spec.validity, now: now, random: context.random)
    guard dates.canStillUse(intent) else {
      return try await issueSuccessor(in: marker, password: password)
    }
    try await issueAndDeliver(intent, password: password)
  }

  private func finish(
    _ key: LiveClientKey, _ intent: KeyIntent, in marker: Marker, password: Secret
  ) async throws(StepFailure) {
    let isAlive = try await serviceTime() < key.notAfter
    switch await destinations.judge(key, intent) {
    case _ where !isAlive:
      // Whoever holds it cannot use it any more, and its place is needed.
      try await discardStages(of: key.shortID, intent)
      try await removeKey(key.id, holding: intent)
      await context.note(
        "deleted client key \(key.id): it ended before it was delivered everywhere")
      try await issueSuccessor(in: marker, password: password)
    case .published:
      await context.note("client key \(key.id) of an interrupted run is delivered everywhere")
      try await commit(key.id, intent)
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
