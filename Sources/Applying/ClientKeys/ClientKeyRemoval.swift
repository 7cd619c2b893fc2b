internal import KMSModel

/// Deletes one client key by its full id, until the list of its access point shows it no more.
///
/// An answer alone deletes nothing: a proxy's may stand for it, or the service may not have done
/// what it says (decision 27).
struct ClientKeyRemoval {
  private let context: StepContext

  init(_ context: StepContext) { self.context = context }

  /// Looks whether a key may still go; throws when it may not.
  typealias Permission = @Sendable () async throws(StepFailure) -> Void

  /// A deletion that was answered and not carried out is sent once more.
  private static let maximumAnswers = 2

  /// Deletes the key; `mayGo` is asked whenever the deletion is sent again, or late.
  func remove(
    _ id: String, of accessPoint: String, while mayGo: @escaping Permission
  ) async throws(StepFailure) {
    var answers = 0
    for attempt in 1... {
      if attempt > 1 { try await mayGo() }
      if let failure = try await send(id, mayGo) {
        // Another deletion tells what became of one without an answer: writes do not lag, lists do,
        // and may not even show yet a key that this run issued.
        guard attempt >= Attempts.maximum else { continue }
        guard try await isThere(id, of: accessPoint) else { break }
        throw StepFailure(failure)
      }
      answers += 1
      guard let doubt = try await doubt(that: id, of: accessPoint) else { break }
      guard answers < Self.maximumAnswers, doubt.isShown else {
        throw StepFailure(
          .stillLive,
          "client key \(id) \(doubt.isShown ? "is" : "may be") still live: its deletion was "
            + "answered, but \(doubt.words)",
          nextStep: "run the same command again: it deletes it; if it stays, 'kmsctl whoami' names "
            + "the endpoint that says it does")
      }
    }
    await context.deletedKeys.add(id)
  }

  /// Sends one deletion; the failure when it is not known what became of it.
  private func send(
    _ id: String, _ mayGo: @escaping Permission
  ) async throws(StepFailure) -> KMSFailure? {
    let recheck = Recheck(before: "DeleteClientKey", telling: context.objections) {
      () async throws(StepFailure) in
      try await mayGo()
      return .asBefore
    }
    do {
      try await context.service.deleteClientKey(id, recheck: recheck)
    } catch {
      if error.saysGone { return nil }
      guard error.isOutcomeOpen else { throw StepFailure(error) }
      return error
    }
    return nil
  }

  /// Why an answered deletion is not believed.
  private struct Doubt {
    var words: String
    /// Whether a list shows the key; else none could be read.
    var isShown: Bool
  }

  /// Nothing once a list shows the key no more.
  private func doubt(
    that id: String, of accessPoint: String
  ) async throws(StepFailure) -> Doubt? {
    var wait = context.waiting.begin()
    var lag = ""
    while true {
      let keys: [LiveClientKey]
      do {
        keys = try await context.service.listClientKeys(accessPoint: accessPoint)
      } catch {
        guard lag.isEmpty else { return Doubt(words: error.description, isShown: false) }
        // Either no list can be read, or they all show what this run deleted: patience is over.
        lag = error.description
        await context.waiting.memory.note(undeletedKey: id, of: accessPoint)
        continue
      }
      guard keys.contains(where: { $0.id == id }) else {
        let isProof = await !context.waiting.memory.isUnseen(id, of: accessPoint)
        if isProof { return nil }
        guard await context.waiting.again(&wait) else { return nil }
        continue
      }
      guard lag.isEmpty else { return Doubt(words: lag, isShown: true) }
      guard await context.waiting.again(&wait) else {
        guard !wait.wasInterrupted else {
          throw .interrupted(beforeTelling: "client key \(id) is gone")
        }
        return Doubt(
          words: "ListClientKeys: the service still shows it\(wait.words)", isShown: true)
      }
    }
  }

  private func isThere(_ id: String, of accessPoint: String) async throws(StepFailure) -> Bool {
    try await PatientKeyList(accessPoint: accessPoint, context: context)
      .read { $0.id == id }
      .contains { $0.id == id }
  }
}
