internal import Delivery
internal import KMSModel
internal import Planning

/// Asks the destinations before a key that somebody named goes while an issue is open.
///
/// The marker says which key is surely everywhere. Whoever wrote it, a destination that holds the
/// named key has the last word.
struct OpenIssueRetirement {
  let deletion: Step.ClientKeyDeletion
  let context: StepContext

  /// Fails when the key is not what the named command was meant for.
  func prove(
    _ key: LiveClientKey, _ lifecycle: KeyLifecycle, _ intent: KeyIntent
  ) async throws(StepFailure) {
    let destinations = DestinationSet(
      (deletion.spec?.destinations ?? []).map(context.destinations), digest: context.digest)
    let isHalfPublished = lifecycle.keys.contains { $0.live.id == key.id && $0.isHalfPublished }
    guard !isHalfPublished else {
      guard await destinations.judge(key, intent) != .published else {
        throw StepFailure(
          .changedSincePlan, "every destination holds client key \(key.id): it stays",
          nextStep: "\(KeyCommandLine.rotate(deletion.accessPoint)) records it")
      }
      return
    }
    guard key.notAfter > lifecycle.now else { return }
    for destination in destinations.all { try await prove(key, at: destination) }
  }

  private func prove(
    _ key: LiveClientKey, at destination: any ClientKeyDestination
  ) async throws(StepFailure) {
    let word: String
    do {
      switch try await destination.holds(shortID: key.shortID) {
      case .notPublished: return
      case .unknown:
        guard await mayHold(key, destination) else { return }
        word = "may hold"
      case .published, .publishedHalf: word = "still holds"
      }
    } catch {
      throw StepFailure(
        .other,
        "\(error.destination) cannot tell whether it uses client key \(key.id): \(error.message)",
        nextStep: error.nextStep)
    }
    throw StepFailure(
      .changedSincePlan, "\(destination.summary) \(word) client key \(key.id): it stays",
      nextStep: "see which destination has which key, then retire one that none holds")
  }

  /// Whether a destination that does not know for sure may hand the key out.
  ///
  /// One that nobody can ever ask has no say. A directory that leads to the key has it, although it
  /// does not open here; a secret is asked which version is the current one.
  private func mayHold(_ key: LiveClientKey, _ destination: any ClientKeyDestination) async -> Bool
  {
    guard destination.place != nil else { return false }
    guard !destination.isLocal else { return true }
    switch await destination.look(for: key) {
    case .vanished, .changed: return false
    case .held, .opened, .half, .cannotTell: return true
    }
  }
}
