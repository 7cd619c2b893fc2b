internal import KMSModel

// Whose the open issue of an access point is (decision 22).
extension AccessPointMarker {
  /// How long before the end of its term a claim is renewed before anything else is written.
  static let renewalMargin = TimeSpan(5, .minutes)
  /// How long a run that could still live may believe a look: a step's time and the client's.
  static let longestBelief = oldestLook * 2

  /// Fails unless this run may write at the access point: no other run holds its intent.
  func checkFree(_ marker: Marker) async throws(StepFailure) {
    guard let hold = await hold(of: marker.intent) else { return }
    throw heldFailure(hold)
  }

  /// Fails unless an intent is still this run's; to be asked before each write to the service or to
  /// a destination. A look that is young enough serves.
  ///
  /// The claim lasts beyond the work that follows.
  func checkClaim(
    _ intent: KeyIntent, before work: TimeSpan? = nil
  ) async throws(StepFailure) {
    let found = try await look().marker.intent
    guard KeyIntent.isSame(found, intent), context.runs.isOwn(found?.run) else {
      throw await overtaken(by: found)
    }
    guard let since = found?.run?.since, let now = await context.service.serviceTime() else {
      return
    }
    let left = RunClaim.term.nominalSeconds - now.seconds(since: since)
    let margin = max(
      Self.renewalMargin.nominalSeconds, work.map { $0.nominalSeconds + 60 } ?? 0)
    guard left < margin else { return }
    try await change(holding: found) { $0.intent?.run = context.runs.claim(at: now) }
    _ = try await read()
  }

  /// The look before a client key's call is sent again: the intent is still the one this step knows,
  /// with whoever held it.
  func recheck(before operation: String, holding intent: KeyIntent?) -> Recheck {
    Recheck(before: operation, telling: context.objections) { () async throws(StepFailure) in
      let found = try await read().marker.intent
      guard KeyIntent.isSame(found, intent) else { throw await overtaken(by: found) }
      return .asBefore
    }
  }

  /// Puts this run's claim into an intent that nobody holds any more, and sees it there.
  ///
  /// A run that may live all the same gets the time it may believe a look for; after that it has
  /// seen the claim before it writes again.
  func takeOver(_ intent: KeyIntent, mayLive: Bool) async throws(StepFailure) -> Reading {
    guard let now = await context.service.serviceTime() else {
      throw StepFailure.withoutTime("the service's time is not known, so no issue is taken over")
    }
    try await change(holding: intent) { $0.intent?.run = context.runs.claim(at: now) }
    if mayLive {
      let patience = context.waiting.patience
      guard await patience.rest(Self.longestBelief, context.waiting.interruption) else {
        throw .interrupted(beforeTelling: "another run still issues a client key for \(id)")
      }
    }
    return try await seeing(intent)
  }

  /// Looks now whether an intent that was just written is still there and this run's: what another
  /// run wrote at the same moment shows here.
  func seeing(_ intent: KeyIntent) async throws(StepFailure) -> Reading {
    let reading = try await read()
    let found = reading.marker.intent
    guard KeyIntent.isSameToken(found, intent), context.runs.isOwn(found?.run) else {
      throw await overtaken(by: found)
    }
    return reading
  }

  /// Leaves an open issue to whoever comes first; nothing when it is not this run's.
  func release() async {
    try? await change(if: { [runs = context.runs] in runs.isOwn($0.intent?.run) }) {
      $0.intent?.run = nil
    }
  }

  /// Why this run may not go on: another one holds the intent, or changed it.
  func overtaken(by intent: KeyIntent?) async -> StepFailure {
    if let hold = await hold(of: intent) { return heldFailure(hold) }
    return StepFailure(
      .changedSincePlan, "another run is issuing a client key for \(id), or has done so",
      nextStep: "let the other run end, then plan again")
  }

  private func heldFailure(_ hold: RunHold) -> StepFailure {
    StepFailure(
      .held(hold), "\(id) is left to another run, which issues a client key for it: \(hold.words)",
      nextStep: "let that run end, or wait for it with --wait")
  }

  private func hold(of intent: KeyIntent?) async -> RunHold? {
    guard let now = await context.service.serviceTime() else { return nil }
    return context.runs.hold(of: intent, at: now)
  }
}
