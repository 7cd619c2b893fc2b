internal import Delivery
internal import KMSModel
internal import Planning

/// Finds out whether the key that a step was to issue is there already, because another run issued
/// it at the same time.
struct AnotherRunsKey {
  let order: Step.ClientKeyIssue
  let context: StepContext

  /// Issues; a failure because another run was faster is none once its key is in place.
  ///
  /// Where the other run took its issue back, this one begins anew.
  func excusing(
    _ issue: () async throws(StepFailure) -> Void
  ) async throws(StepFailure) {
    var wait = context.waiting.begin()
    while true {
      var failure: StepFailure
      do { return try await issue() } catch { failure = error }
      // Whether the other run's key is one of those that somebody called compromised, no reading
      // tells: all of them may have been too old.
      guard failure.isAnotherRuns, !context.hasWritten(), order.revokesOthers != true else {
        throw failure
      }
      while true {
        let marker = try? await store.read().marker
        if let marker, let id = await delivered(marker) {
          return await context.note(
            "client key \(id) was issued by another run since the plan, and is delivered here")
        }
        // Nothing can change any more, and it is as the plan saw it: the other run took it back.
        if let marker, failure.isHeld, marker.intent == nil,
          marker.newestShortID == order.replaces, !order.isRecovery
        {
          break
        }
        guard marker?.intent != nil, await context.waiting.againForOthers(&wait) else {
          failure.message += wait.words
          throw failure
        }
      }
    }
  }

  /// The successor the plan wanted: committed since, alive, and held by every destination.
  private func delivered(_ marker: Marker) async -> String? {
    guard marker.intent == nil,
      let newest = marker.newestDelivered?.shortID, newest != order.replaces,
      order.besides?.contains(newest) != true, let now = await context.service.serviceTime(),
      let keys = try? await context.service.listClientKeys(accessPoint: order.accessPoint)
    else { return nil }
    let named = keys.filter { $0.shortID == newest }
    guard let key = named.first, named.count == 1, key.isValid(at: now) else { return nil }
    let destinations = DestinationSet(
      order.spec.destinations.map(context.destinations), digest: context.digest)
    let dates = KeyIntent(notBefore: key.notBefore, notAfter: key.notAfter)
    return await destinations.judge(key, dates) == .published ? key.id : nil
  }

  private var store: AccessPointMarker {
    AccessPointMarker(accessPoint: order.accessPoint, context: context)
  }
}

extension StepFailure {
  /// Whether what another run did, or does, is the reason.
  fileprivate var isAnotherRuns: Bool { kind == .changedSincePlan || isHeld }

  /// Whether another run is at it.
  var isHeld: Bool {
    if case .held = kind { true } else { false }
  }
}
