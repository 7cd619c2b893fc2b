internal import KMSModel
internal import Planning

/// Creates one object, and finds out whose it is when the answer was lost or the name was taken.
struct ObjectCreation<Spec: AppliedSpec> {
  let target: Step.Target<Spec>
  let service: any KMSService
  let note: @Sendable (String) async -> Void

  private var id: ResourceID { ResourceID(Spec.kind, target.name) }

  func run() async throws(StepFailure) {
    try await create()
    if target.spec.isWireFormInferred { try await verify() }
  }

  private func create() async throws(StepFailure) {
    var wasLost = false
    for attempt in 1... {
      do {
        return try await Spec.create(target, on: service)
      } catch {
        guard error.isOutcomeOpen || error.kind == .alreadyExists else { throw StepFailure(error) }
        wasLost = wasLost || error.isOutcomeOpen
        if try await isOurs(wasLost: wasLost) {
          if wasLost { await note("the answer was lost, but it is there as it was asked for") }
          return
        }
        guard attempt < Attempts.maximum else { throw StepFailure(error) }
      }
    }
  }

  /// Whether the object is there and ours: its Description is the one that was sent.
  ///
  /// Without a marker the Description proves nothing, so an answer of ours must have been lost.
  private func isOurs(wasLost: Bool) async throws(StepFailure) -> Bool {
    guard let live = try await ObjectReading<Spec>(service: service).find(target.name) else {
      return false
    }
    guard target.hasDescription(of: live), target.marker != nil || wasLost else {
      throw StepFailure(
        .changedSincePlan, "\(id) exists and is not the one this apply created",
        nextStep: "plan again")
    }
    // A different spec under an inferred wire form is `verify`'s to undo.
    guard live.spec == target.spec || target.spec.isWireFormInferred else {
      throw StepFailure(
        .changedSincePlan, "\(id) was created and then changed by somebody else",
        nextStep: "plan again")
    }
    return true
  }

  /// Reads back what was created under an inferred wire form, and undoes it when it differs.
  private func verify() async throws(StepFailure) {
    let live = try await ObjectReading<Spec>(service: service).find(target.name)
    if let live, live.spec == target.spec, live.rawDescription == target.rawDescription { return }
    guard let live else {
      throw StepFailure(.cameOutDifferent, "\(id) is not there after it was created")
    }
    guard live.rawDescription == target.rawDescription else {
      throw StepFailure(
        .cameOutDifferent,
        "\(id) came out different from what was asked, and its description is not the one that "
          + "was sent: it is left as it is",
        nextStep: "look at \(id) in the console: somebody may have changed it meanwhile")
    }
    do {
      try await service.delete(id, recheck: recheck)
    } catch  where error.kind != .notFound {
      throw StepFailure(
        .cameOutDifferent,
        "\(id) came out different from what was asked and could not be deleted again: \(error)",
        nextStep: "delete \(id) in the console; kmsctl inferred how to write this object")
    } catch {}
    throw StepFailure(
      .cameOutDifferent,
      "\(id) came out different from what was asked and was deleted again",
      nextStep: "make it in the console and adopt it; kmsctl inferred how to write this object")
  }

  /// What came out different is still what this apply made.
  private var recheck: Recheck {
    Recheck(before: "the deletion of \(id)") { () async throws(StepFailure) in
      let live = try await ObjectReading<Spec>(service: service).find(target.name)
      guard let live else { return .done }
      guard live.rawDescription == target.rawDescription else {
        throw StepFailure(
          .changedSincePlan, "\(id) was changed by somebody else meanwhile",
          nextStep: "plan again")
      }
      return .asBefore
    }
  }
}
