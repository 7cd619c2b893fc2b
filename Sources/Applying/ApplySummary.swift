internal import KMSModel
public import Planning

/// The truth about an apply: every step stands in exactly one of the seven lists.
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

  /// A step that was put off, which is no failure.
  public struct Postponed: Sendable, Hashable {
    /// The step.
    public var step: Step.ID
    /// Why.
    public var reason: String

    /// Creates an entry.
    public init(step: Step.ID, reason: String) {
      self.step = step
      self.reason = reason
    }
  }

  /// Steps that are done.
  public var done: [Step.ID]
  /// Those of the done steps that this run found done: somebody else did the work since the plan.
  public var foundDone: [Step.ID]
  /// Steps that were put off; the next run tries again.
  public var postponed: [Postponed]
  /// Steps that had no place for their client key; each run looks again, and a person makes one.
  public var stuck: [Failed]
  /// Steps that left their access point to another run and wrote nothing.
  public var held: [Failed]
  /// Steps that failed.
  public var failed: [Failed]
  /// Those of the steps that are not done which wrote something, or may have.
  public var begun: [Step.ID]
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
    done: [Step.ID] = [], foundDone: [Step.ID] = [], postponed: [Postponed] = [],
    stuck: [Failed] = [], held: [Failed] = [], failed: [Failed] = [], begun: [Step.ID] = [],
    skipped: [Skipped] = [], notStarted: [Step.ID] = [], wasInterrupted: Bool = false,
    hasWritten: Bool = false,
    stoppedBy: StepFailure? = nil
  ) {
    self.done = done
    self.foundDone = foundDone
    self.postponed = postponed
    self.stuck = stuck
    self.held = held
    self.failed = failed
    self.begun = begun
    self.skipped = skipped
    self.notStarted = notStarted
    self.wasInterrupted = wasInterrupted
    self.hasWritten = hasWritten
    self.stoppedBy = stoppedBy
  }

  /// Whether everything was done, but for what was put off, is stuck or left to another run.
  public var isComplete: Bool {
    failed.isEmpty && skipped.isEmpty && notStarted.isEmpty && !wasInterrupted
      && stoppedBy == nil
  }
}

extension Plan {
  /// Whether this plan, made after an apply of another one, has nothing left to do.
  public func hasConverged(after summary: ApplySummary, of applied: Plan) -> Bool {
    refusals.isEmpty && left(after: summary, of: applied).isEmpty
  }

  /// What is left to do after an apply of another plan, when this one was made afterwards.
  ///
  /// Left out is what that apply put off, left stuck or left to another run, and what became due only while it ran: the
  /// next run's.
  ///
  /// Empty means that the apply converged.
  public func left(after summary: ApplySummary, of applied: Plan) -> [Step] {
    let postponed = Set(summary.postponed.map(\.step))
    let known = Set(applied.steps.filter { postponed.contains($0.id) }.map(\.operation))
    let scheduled = Set(changes.filter { $0.group == .scheduled }.flatMap(\.steps))
    let before = Set(applied.steps.map(Work.init))
    let left = Set((summary.stuck + summary.held).map(\.step))
    let waiting = Set(applied.steps.filter { left.contains($0.id) }.map(Work.init))
    return steps.filter { step in
      !waiting.contains(Work(step)) && !known.contains(step.operation)
        && (!scheduled.contains(step.id) || before.contains(Work(step)))
    }
  }
}

/// What a step is about, whatever the rest of it says: an issue for one access point, or one key.
private struct Work: Hashable {
  var object: ResourceID
  var keyID: String?

  init(_ step: Step) {
    object = step.target
    if case .deleteClientKey(let deletion) = step.operation { keyID = deletion.keyID }
  }
}
