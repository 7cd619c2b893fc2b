internal import Delivery
internal import KMSModel
internal import Planning
internal import Secrets

/// Issues and delivers one client key so that a stop at any moment loses nothing
/// (`docs/client-keys.md`).
///
/// Its only memory is the marker of the access point, the list of its keys and what the
/// destinations hold. Each part of the way has a file of its own: intent, issue, delivery, commit,
/// recovery.
struct ClientKeyIssuer {
  let order: Step.ClientKeyIssue
  let context: StepContext
  let destinations: DestinationSet
  let store: AccessPointMarker

  init(order: Step.ClientKeyIssue, context: StepContext) {
    self.order = order
    self.context = context
    destinations = DestinationSet(
      order.spec.destinations.map(context.destinations), digest: context.digest)
    store = AccessPointMarker(
      accessPoint: order.accessPoint, basis: order.basis, servesLooks: !order.isRecovery,
      context: context)
  }

  func run() async throws(StepFailure) {
    let password = try await context.passwords.password(from: order.spec.password)
    do {
      try await run(password)
    } catch {
      // What a lost answer may still bring about is this run's for as long as its claim says.
      if context.hasWritten(), !context.hasOpenOutcome() { await store.release() }
      throw error
    }
  }

  private func run(_ password: Secret) async throws(StepFailure) {
    let marker = try await store.read().marker
    try await store.checkFree(marker)
    switch (marker.intent, order.isRecovery) {
    case (nil, false):
      guard order.replaces == marker.newestShortID else {
        throw StepFailure(
          .changedSincePlan,
          "another run issued a client key for '\(order.accessPoint)' since the plan",
          nextStep: "plan again")
      }
      try await issueSuccessor(in: marker, password: password)
    case (let intent?, true):
      try await recover(intent, password: password)
    case (nil, true):
      throw StepFailure(
        .changedSincePlan,
        "the client key of '\(order.accessPoint)' was finished by another run since the plan",
        nextStep: "plan again")
    case (_?, false):
      throw StepFailure(
        .changedSincePlan,
        "another run began to issue a client key for '\(order.accessPoint)' since the plan, and "
          + "is over", nextStep: "plan again: it is finished or taken back then")
    }
  }

  /// The whole way of one new key; the keys recorded so far stay as they are.
  ///
  /// A key that an earlier run left half published is recorded on the way, so that it is retired
  /// like any other predecessor.
  func issueSuccessor(
    in marker: Marker, recording halfPublished: String? = nil, password: Secret
  ) async throws(StepFailure) {
    try await issueSuccessor(
      in: marker, recording: halfPublished, password: password, replacing: nil)
  }

  private func issueSuccessor(
    in marker: Marker, recording halfPublished: String?, password: Secret,
    replacing vanished: String?
  ) async throws(StepFailure) {
    guard let (intent, keys) = try await openIntent(in: marker, recording: halfPublished)
    else { return }
    try await issueAndDeliver(intent, besides: keys, password: password, replacing: vanished)
  }

  /// What follows once the marker holds the intent; `keys` were there before it did.
  func issueAndDeliver(
    _ intent: KeyIntent, besides keys: [LiveClientKey], password: Secret,
    replacing vanished: String? = nil
  ) async throws(StepFailure) {
    guard let issued = try await issue(intent, besides: keys, password: password) else { return }
    let key = DeliverableKey(
      issued: issued, password: password, owner: KeyOwner(context.stack, order.accessPoint),
      instance: context.instances[order])
    try await deliver(key, intent)
    guard case .vanished = try await commit(issued.id, intent) else { return }
    guard vanished == nil else {
      throw StepFailure(
        .keyPending,
        "client key \(issued.id) is delivered, and somebody deleted it as \(vanished ?? "") before: "
          + "what was fetched does not work",
        nextStep: "find who deletes client keys of '\(order.accessPoint)', then run 'kmsctl apply' "
          + "again: it issues a successor")
    }
    try await replace(issued.id, password: password)
  }

  /// Issues the successor of a delivered key that somebody deleted: until it is there, applications
  /// have a key that is dead.
  func replace(_ vanished: String, password: Secret) async throws(StepFailure) {
    await context.note("client key \(vanished) was deleted by somebody; issuing its successor")
    try await issueSuccessor(
      in: try await store.read().marker, recording: nil, password: password, replacing: vanished)
  }

  func listKeys() async throws(StepFailure) -> [LiveClientKey] {
    let listed = try await StepFailure.translating { () async throws(KMSFailure) in
      try await context.service.listClientKeys(accessPoint: order.accessPoint)
    }
    return await context.deletedKeys.without(listed)
  }

  /// Deletes a key that was never recorded as delivered; with an intent, only while that one is this
  /// run's.
  func removeKey(_ id: String, holding intent: KeyIntent? = nil) async throws(StepFailure) {
    if let intent { try await store.checkClaim(intent) }
    let shortID = LiveClientKey.shortID(id)
    try await ClientKeyRemoval(context).remove(id, of: order.accessPoint) {
      () async throws(StepFailure) in
      let marker = try await store.read().marker
      guard intent == nil || KeyIntent.isSame(marker.intent, intent) else {
        throw await store.overtaken(by: marker.intent)
      }
      guard !marker.keys.contains(where: { $0.shortID == shortID && !$0.isHalfPublished }) else {
        throw StepFailure(
          .changedSincePlan, "another run recorded client key \(id): it stays",
          nextStep: "plan again")
      }
    }
  }

  func serviceTime() async throws(StepFailure) -> Timestamp {
    guard let now = await context.service.serviceTime() else {
      throw StepFailure.withoutTime("the service's time is not known, so no dates can be chosen")
    }
    return now
  }
}
