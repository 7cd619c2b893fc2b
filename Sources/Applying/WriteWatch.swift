internal import KMSModel
internal import Synchronization

/// Remembers whether anything was written, or may have been.
final class WriteWatch: Sendable {
  private let flag = Atomic<Bool>(false)

  var hasWritten: Bool { flag.load(ordering: .relaxed) }

  /// Makes one writing call and remembers it unless the service surely did nothing.
  func observing<Answer>(
    _ call: () async throws(KMSFailure) -> Answer
  ) async throws(KMSFailure) -> Answer {
    do {
      let answer = try await call()
      flag.store(true, ordering: .relaxed)
      return answer
    } catch {
      if error.isOutcomeOpen { flag.store(true, ordering: .relaxed) }
      throw error
    }
  }
}

extension KMSFailure {
  /// Whether the call may have been carried out: no answer, or one that could not be understood.
  var isOutcomeOpen: Bool { mayHaveHappened || kind == .malformedAnswer }
}
