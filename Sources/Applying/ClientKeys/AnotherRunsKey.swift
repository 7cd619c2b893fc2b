internal import Delivery
internal import KMSModel
internal import Planning

/// Finds out whether the key that a step was to issue is there already, because another run issued
/// it at the same time.
struct AnotherRunsKey {
  let order: Step.ClientKeyIssue
  let context: StepContext

  /// Issues; a failure because another run was faster is none once its key is in place.
  func excusing(
    _ issue: () async throws(StepFailure) -> Void
  ) async throws(StepFailure) {
    do {
      try await issue()
    } catch {
      guard error.kind == .changedSincePlan, !context.hasWritten() else { throw error }
      var wait = context.waiting.begin()
      while true {
        if let id = await delivered() {
          return await context.note(
            "client key \(id) was issued by another run since the plan, and is delivered here")
        }
        guard await isUnderWay(), await context.waiting.againForOthers(&wait) else { break }
      }
      var failure = error
      failure.message += wait.words
      throw failure
    }
  }

  /// The successor the plan wanted: committed since, alive, and held by every destination.
  private func delivered() async -> String? {
    guard let marker = try? await store.read().marker, marker.intent == nil,
      let newest = marker.newestDelivered?.shortID, newest != order.replaces,
      let now = await context.service.serviceTime(),
      let keys = try? await context.service.listClientKeys(accessPoint: order.accessPoint)
    else { return nil }
    let named = keys.filter { $0.shortID == newest }
    guard let key = named.first, named.count == 1, key.isValid(at: now) else { return nil }
    let destinations = DestinationSet(
      order.spec.destinations.map(context.destinations), digest: context.digest)
    let dates = KeyIntent(notBefore: key.notBefore, notAfter: key.notAfter)
    return await destinations.judge(key, dates) == .published ? key.id : nil
  }

  /// Whether waiting can change anything.
  private func isUnderWay() async -> Bool {
    guard let marker = try? await store.read().marker else { return false }
    return marker.intent != nil
  }

  private var store: AccessPointMarker {
    AccessPointMarker(accessPoint: order.accessPoint, context: context)
  }
}
