internal import KMSModel
internal import Synchronization

/// Remembers whether anything was written, or may have been: by one step, and by its run.
final class WriteWatch: Sendable {
  private let flag = Atomic<Bool>(false)
  private let keyFlag = Atomic<Bool>(false)
  private let openFlag = Atomic<Bool>(false)
  private let run: WriteWatch?

  /// A run's watch, or a step's within one.
  init(of run: WriteWatch? = nil) { self.run = run }

  var hasWritten: Bool { flag.load(ordering: .relaxed) }

  /// Whether a client key was deleted, or may have been.
  var hasDeletedKey: Bool { keyFlag.load(ordering: .relaxed) }

  /// Whether a write had no answer.
  var hasOpenOutcome: Bool { openFlag.load(ordering: .relaxed) }

  /// Makes one writing call and remembers it unless the service surely did nothing.
  func observing<Answer>(
    deletesKey: Bool = false, _ call: () async throws(KMSFailure) -> Answer
  ) async throws(KMSFailure) -> Answer {
    do {
      let answer = try await call()
      note(deletesKey)
      return answer
    } catch {
      if error.isOutcomeOpen {
        note(deletesKey)
        openFlag.store(true, ordering: .relaxed)
      }
      throw error
    }
  }

  private func note(_ deletesKey: Bool) {
    flag.store(true, ordering: .relaxed)
    if deletesKey { keyFlag.store(true, ordering: .relaxed) }
    run?.note(deletesKey)
  }
}

extension KMSFailure {
  /// Whether the call may have been carried out: no answer, or one that could not be understood.
  var isOutcomeOpen: Bool { mayHaveHappened || (kind == .malformedAnswer && !isOfLook) }
}
