public import KMSModel
public import Planning

/// Something that happened while a plan was applied; printers consume these, the applier prints nothing.
public enum ApplyEvent: Sendable {
  /// The apply begins; totals are known.
  case started(Plan)
  /// A step begins.
  case stepStarted(Step)
  /// Something worth telling about a running step, such as the id of an issued key; never a secret.
  case note(Step, String)
  /// A step is done.
  case stepFinished(Step, Duration)
  /// A step found its work done: somebody else did it since the plan.
  case stepFoundDone(Step)
  /// A step failed.
  case stepFailed(Step, StepFailure)
  /// A step was put off for a reason that is no failure: the next run tries again.
  case stepPostponed(Step, String)
  /// A step found no place for its client key, and did nothing: somebody has to make one.
  case stepStuck(Step, StepFailure)
  /// A step left its access point to another run, and wrote nothing.
  case stepHeld(Step, StepFailure)
  /// A step was not begun because one it depends on failed or was skipped.
  case stepSkipped(Step, because: Step.ID)
  /// The user asked to stop: what runs is finished, nothing new begins.
  case interrupted
  /// The apply is over.
  case finished(ApplySummary)
}

/// Why a step failed.
public struct StepFailure: Error, Sendable, Hashable {
  /// What kind of failure.
  public enum Kind: Sendable, Hashable {
    /// The service said no, or gave no answer.
    case service(KMSFailure)
    /// The object is not what the plan was made from.
    case changedSincePlan
    /// The created object came out different from what was asked, and was undone.
    case cameOutDifferent
    /// A client key could not be delivered; it was deleted again.
    case deliveryFailed
    /// A client key is published somewhere but not everywhere: it stays, the next run finishes it.
    case keyPending
    /// Somebody who had to be asked said no: nothing went wrong, a later run asks again.
    case postponed
    /// The access point has no place for another client key: nothing was issued, and a person has
    /// to make a place.
    case stuck
    /// Another run issues a client key for the access point: nothing is written there meanwhile.
    case held(RunHold)
    /// Anything else.
    case other
  }

  /// What kind of failure.
  public var kind: Kind
  /// What was found.
  public var message: String
  /// What to do, when there is something.
  public var nextStep: String?

  /// Creates a failure.
  public init(_ kind: Kind, _ message: String, nextStep: String? = nil) {
    self.kind = kind
    self.message = message
    self.nextStep = nextStep
  }
}
