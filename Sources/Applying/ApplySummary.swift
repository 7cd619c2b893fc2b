public import Planning

/// The truth about an apply: every step stands in exactly one of the four lists.
public struct ApplySummary: Sendable, Hashable {
  /// A failed step and why.
  public struct Failed: Sendable, Hashable {
    /// The step.
    public var step: Step.ID
    /// Why.
    public var failure: StepFailure

    /// Creates an entry.
    public init(step: Step.ID, failure: StepFailure) {
      self.step = step
      self.failure = failure
    }
  }

  /// A skipped step and the failed or skipped one it needed.
  public struct Skipped: Sendable, Hashable {
    /// The step.
    public var step: Step.ID
    /// The step it needed.
    public var because: Step.ID

    /// Creates an entry.
    public init(step: Step.ID, because: Step.ID) {
      self.step = step
      self.because = because
    }
  }

  /// Steps that are done.
  public var done: [Step.ID]
  /// Steps that failed.
  public var failed: [Failed]
  /// Steps that were skipped.
  public var skipped: [Skipped]
  /// Steps that never began because the run was interrupted.
  public var notStarted: [Step.ID]
  /// Whether the user interrupted the run.
  public var wasInterrupted: Bool
  /// Whether anything was written, successfully or perhaps.
  public var hasWritten: Bool
  /// Why the run ended before its first step, when the plan itself was the reason.
  public var stoppedBy: StepFailure?

  /// Creates a summary.
  public init(
    done: [Step.ID] = [], failed: [Failed] = [], skipped: [Skipped] = [],
    notStarted: [Step.ID] = [], wasInterrupted: Bool = false, hasWritten: Bool = false,
    stoppedBy: StepFailure? = nil
  ) {
    self.done = done
    self.failed = failed
    self.skipped = skipped
    self.notStarted = notStarted
    self.wasInterrupted = wasInterrupted
    self.hasWritten = hasWritten
    self.stoppedBy = stoppedBy
  }

  /// Whether everything was done.
  public var isComplete: Bool {
    failed.isEmpty && skipped.isEmpty && notStarted.isEmpty && !wasInterrupted
      && stoppedBy == nil
  }
}
