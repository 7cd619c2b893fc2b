internal import KMSModel

/// The marker of one access point: read fresh, changed, and sent back with every other field.
struct AccessPointMarker {
  let accessPoint: String
  let context: StepContext

  private var id: ResourceID { ResourceID(.accessPoint, accessPoint) }

  /// The access point and our marker on it.
  struct Reading {
    var live: LiveObject<AccessPointSpec>
    var marker: Marker
    var description: String
  }

  func read() async throws(StepFailure) -> Reading {
    let reader = ObjectReading<AccessPointSpec>(service: context.service)
    let (found, wait) = try await reader.findPatiently(accessPoint, context.waiting)
    guard let live = found else {
      throw StepFailure(
        .changedSincePlan, "\(id) is gone\(wait.words)", nextStep: "plan again")
    }
    switch live.reading {
    case .none:
      throw StepFailure(
        .other, "\(id) carries no marker: its client keys are only reported",
        nextStep: "let the stack own it ('ownership: marker') and apply that first")
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

  /// Changes the marker, provided its intent is still the one this run knows.
  ///
  /// The user's words and the policies are whatever they are right now: they are not ours to put
  /// back here.
  func change(
    holding intent: KeyIntent?, _ edit: (inout Marker) -> Void
  ) async throws(StepFailure) {
    try await change(if: { KeyIntent.isSameToken($0.intent, intent) }, edit)
  }

  /// Changes the marker, provided it is still one that this run may change.
  func change(
    if isExpected: (Marker) -> Bool, _ edit: (inout Marker) -> Void
  ) async throws(StepFailure) {
    var sent: Marker?
    for attempt in 1... {
      let reading = try await read()
      if reading.marker == sent { return }
      guard isExpected(reading.marker) else {
        throw StepFailure(
          .changedSincePlan, "another run is issuing a client key for \(id)",
          nextStep: "let the other run end, then plan again")
      }
      var marker = reading.marker
      edit(&marker)
      guard marker != reading.marker else { return }
      sent = marker
      do {
        return try await context.service.updateAccessPoint(
          accessPoint, description: MarkerText.describe(marker, description: reading.description),
          spec: reading.live.spec, recheck: .none)
      } catch {
        guard error.isOutcomeOpen, attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }
}
