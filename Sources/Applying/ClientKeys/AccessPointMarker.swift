internal import KMSModel
internal import Planning

/// The marker of one access point: looked at, compared, changed, and sent back with every other
/// field, which must be what the plan was made from (decision 22).
///
/// One value serves one step: it remembers the step's newest look.
struct AccessPointMarker {
  let accessPoint: String
  let context: StepContext
  private let looks: LookMemory
  /// Whether a look that is young enough serves. In a recovery none does: two takeovers of one issue may
  /// have crossed on their way, and each run sees its own claim for a moment.
  private let servesLooks: Bool

  /// With the basis of the step; without one, what its first look finds.
  init(
    accessPoint: String, basis: Step.Basis? = nil, servesLooks: Bool = true,
    context: StepContext
  ) {
    self.accessPoint = accessPoint
    self.context = context
    looks = LookMemory(basis)
    self.servesLooks = servesLooks
  }

  /// For how long a look serves when a write begins; the client believes it as long once more while
  /// the write waits for its turn.
  static let oldestLook = Duration.seconds(5)

  private static let operation = "UpdateApplicationAccessPoint"
  var id: ResourceID { ResourceID(.accessPoint, accessPoint) }

  /// The access point and our marker on it.
  struct Reading: Sendable {
    var live: LiveObject<AccessPointSpec>
    var marker: Marker
    var description: String

    var basis: Step.Basis { Step.Basis(description: description, spec: live.spec) }
  }

  // MARK: Looking

  /// Looks now.
  func read() async throws(StepFailure) -> Reading {
    let reader = ObjectReading<AccessPointSpec>(service: context.service)
    let begin = time
    let (found, wait) = try await reader.findPatiently(accessPoint, context.waiting)
    guard let live = found else {
      throw StepFailure(
        .changedSincePlan, "\(id) is gone\(wait.words)", nextStep: "plan again")
    }
    let reading = try owned(live)
    guard await looks.note(reading, at: wait.isFresh ? begin : time) else {
      throw StepFailure(
        .changedSincePlan,
        "the description or the policies of \(id) changed since the plan was made: its marker "
          + "could only be written together with them",
        nextStep: "plan again")
    }
    return reading
  }

  /// A look that is young enough, or one now.
  func look() async throws(StepFailure) -> Reading {
    if servesLooks, let reading = await looks.newest(notBefore: time - Self.oldestLook) {
      return reading
    }
    return try await read()
  }

  private var time: Duration { context.waiting.patience.time() }

  private func owned(_ live: LiveObject<AccessPointSpec>) throws(StepFailure) -> Reading {
    switch live.reading {
    case .none:
      throw StepFailure(
        .changedSincePlan, "\(id) carries no marker: its client keys are only reported",
        nextStep: "let the stack own it ('ownership: marker') and apply that first")
    case .newer(let marker, _):
      throw StepFailure(
        .changedSincePlan,
        "the marker of \(id) was written by a newer kmsctl (\(marker.unknown))",
        nextStep: "update kmsctl, then plan again")
    case .damaged(let reason, _):
      throw StepFailure(
        .changedSincePlan, "the marker of \(id) is damaged: \(reason)", nextStep: "plan again")
    case .marked(let marker, let description):
      guard marker.owner == context.owner, marker.isGenuine(for: id, digest: context.digest) else {
        throw StepFailure(
          .changedSincePlan, "\(id) is not owned by '\(context.owner)'", nextStep: "plan again")
      }
      return Reading(live: live, marker: marker, description: description)
    }
  }

  // MARK: Writing

  /// Changes the marker, provided its intent is still the one this run knows, held by whoever held
  /// it: nothing, this run's own, or one that nobody holds any more.
  ///
  /// With `serving`, a look that is young enough serves; else it is taken now.
  func change(
    holding intent: KeyIntent?, serving: Bool = false, _ edit: (inout Marker) -> Void
  ) async throws(StepFailure) {
    try await change(if: { KeyIntent.isSame($0.intent, intent) }, serving: serving, edit)
  }

  /// Changes the marker, provided it is still one that this run may change.
  ///
  /// What else the access point says is sent back as the plan saw it; an intent of this run is dated
  /// anew.
  func change(
    if isExpected: (Marker) -> Bool, serving: Bool = false,
    _ edit: (inout Marker) -> Void
  ) async throws(StepFailure) {
    var sent: [Marker] = []
    for attempt in 1... {
      let reading = serving && attempt == 1 ? try await look() : try await read()
      if sent.contains(reading.marker) { return }
      guard isExpected(reading.marker) else { throw await overtaken(by: reading.marker.intent) }
      var marker = reading.marker
      edit(&marker)
      guard marker != reading.marker else { return }
      let claim = await dated(marker.intent?.run)
      marker.intent?.run = claim
      try checkWritable(marker, after: reading.marker)
      sent.append(marker)
      do {
        try await context.service.updateAccessPoint(
          accessPoint, description: MarkerText.describe(marker, description: reading.description),
          spec: reading.live.spec, recheck: recheck(sending: marker, over: reading.marker))
        return await looks.noteWritten(marker)
      } catch {
        let mayLookAgain = error.isOutcomeOpen || error.cause == .overtaken
        guard mayLookAgain, attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }

  /// Nothing is written that nobody could read again, or that grows beyond what a marker may take.
  private func checkWritable(_ marker: Marker, after old: Marker) throws(StepFailure) {
    if let flaw = MarkerText.flaw(of: marker) {
      throw StepFailure(
        .other, "the marker of \(id) was not written, because it could not be read again: \(flaw)",
        nextStep: "look at the client keys of \(id): what the service answered has no good form")
    }
    let size = MarkerText.write(marker).utf8.count
    guard size > MarkerText.maximumBytes, size > MarkerText.write(old).utf8.count else { return }
    throw StepFailure(
      .other,
      "the marker of \(id) was not written: it would take \(size) bytes, at most "
        + "\(MarkerText.maximumBytes) are kept in a Description",
      nextStep: "delete client keys of it that nobody uses, then plan again")
  }

  /// An intent's claim with the time of this write, when it is this run's.
  private func dated(_ claim: RunClaim?) async -> RunClaim? {
    guard context.runs.isOwn(claim), let now = await context.service.serviceTime() else {
      return claim
    }
    return context.runs.claim(at: now)
  }

  private func recheck(sending marker: Marker, over found: Marker) -> Recheck {
    Recheck(before: Self.operation, telling: context.objections) { () async throws(StepFailure) in
      let now = try await read().marker
      if now == marker { return .done }
      guard now == found else { throw await overtaken(by: now.intent) }
      return .asBefore
    }
  }
}

/// The newest look of one step, and what all its looks must find.
actor LookMemory {
  private var basis: Step.Basis?
  private var newest: (reading: AccessPointMarker.Reading, moment: Duration)?

  init(_ basis: Step.Basis?) { self.basis = basis }

  /// Remembers a look; false when the access point is not what it must be.
  func note(_ reading: AccessPointMarker.Reading, at moment: Duration) -> Bool {
    let expected = basis ?? reading.basis
    basis = expected
    newest = reading.basis == expected ? (reading, moment) : nil
    return reading.basis == expected
  }

  /// This run wrote the marker over what it looked at; that is no new look.
  func noteWritten(_ marker: Marker) { newest?.reading.marker = marker }

  func newest(notBefore moment: Duration) -> AccessPointMarker.Reading? {
    guard let newest, newest.moment >= moment else { return nil }
    return newest.reading
  }
}
