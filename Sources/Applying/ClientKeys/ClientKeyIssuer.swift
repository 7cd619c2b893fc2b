internal import Delivery
internal import KMSModel
internal import Planning
internal import Secrets

/// Issues and delivers one client key so that a stop at any moment loses nothing (design §7).
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
      accessPoint: order.accessPoint, basis: order.basis, context: context)
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
    let intent = try await openIntent(in: marker, recording: halfPublished)
    try await issueAndDeliver(intent, password: password)
  }

  /// What follows once the marker holds the intent.
  func issueAndDeliver(_ intent: KeyIntent, password: Secret) async throws(StepFailure) {
    let issued = try await issue(intent, password: password)
    let key = DeliverableKey(
      issued: issued, password: password, owner: KeyOwner(context.stack, order.accessPoint),
      instance: context.instances[order])
    try await deliver(key, intent)
    try await commit(issued.id, intent)
  }

  func listKeys() async throws(StepFailure) -> [LiveClientKey] {
    let listed = try await StepFailure.translating { () async throws(KMSFailure) in
      try await context.service.listClientKeys(accessPoint: order.accessPoint)
    }
    return await context.deletedKeys.without(listed)
  }

  /// Deletes a key; with an intent, only while that one is this run's.
  func removeKey(_ id: String, holding intent: KeyIntent? = nil) async throws(StepFailure) {
    if let intent { try await store.checkClaim(intent) }
    try await ClientKeyRemoval(context).remove(id, of: order.accessPoint)
  }

  func serviceTime() async throws(StepFailure) -> Timestamp {
    guard let now = await context.service.serviceTime() else {
      throw StepFailure.withoutTime("the service's time is not known, so no dates can be chosen")
    }
    return now
  }
}
