public import Applying
internal import KMSModel
public import Planning

/// The result of `apply` as a versioned JSON document.
public struct ApplyJSON: Sendable {
  private let isSandbox: Bool

  /// Creates a renderer.
  public init(isSandbox: Bool = false) { self.isSandbox = isSandbox }

  /// The document; `remaining` is the plan made again afterwards, when there is one, and it is
  /// outdated when it was made from what this run has written over.
  public func render(
    _ summary: ApplySummary, of plan: Plan, remaining: Plan?, isOutdated: Bool = false,
    lostDeliveries: [KeyDelivery] = [],
    late: [(summary: ApplySummary, plan: Plan)] = [], exit: ExitNote
  ) throws -> String {
    let steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
    return try JSONText.encode(
      Document(
        stack: plan.stack, isSandbox: isSandbox, fingerprint: plan.fingerprint,
        wasInterrupted: summary.wasInterrupted,
        hasConverged: remaining.map {
          !isOutdated && $0.hasConverged(after: summary, of: plan)
        },
        counts: PlanCounts(done: summary, of: plan, late),
        done: summary.done.map { Entry($0, steps[$0]) },
        foundDone: summary.foundDone.map { Entry($0, steps[$0]) },
        postponed: summary.postponed.map { Entry($0.step, steps[$0.step], message: $0.reason) },
        stuck: summary.stuck.map { Entry($0.step, steps[$0.step], failure: $0.failure) },
        rotationsStuck: plan.stuck(afterwards: remaining),
        held: summary.held.map { Entry($0.step, steps[$0.step], failure: $0.failure) },
        keysHeld: remaining?.held ?? plan.held,
        failed: summary.failed.map { Entry($0.step, steps[$0.step], failure: $0.failure) },
        begun: summary.begun.map { Entry($0, steps[$0]) },
        skipped: summary.skipped.map { Entry($0.step, steps[$0.step], because: $0.because) },
        notStarted: summary.notStarted.map { Entry($0, steps[$0]) },
        strayKeys: remaining?.strayKeys(since: plan) ?? [],
        lostDeliveries: lostDeliveries.map(LostDelivery.init), exit: exit))
  }

  private struct Document: Encodable {
    var document = "apply"
    var formatVersion = "1.0"
    var stack: Plan.StackIdentity
    var isSandbox: Bool
    var fingerprint: String
    var wasInterrupted: Bool
    var hasConverged: Bool?
    var counts: PlanCounts
    var done: [Entry]
    var foundDone: [Entry]
    var postponed: [Entry]
    var stuck: [Entry]
    var rotationsStuck: [StuckRotation]
    var held: [Entry]
    var keysHeld: [HeldKey]
    var failed: [Entry]
    var begun: [Entry]
    var skipped: [Entry]
    var notStarted: [Entry]
    var strayKeys: [UnknownKey]
    var lostDeliveries: [LostDelivery]
    var exit: ExitNote
  }

  private struct Entry: Encodable {
    var step: Step.ID
    var object: ResourceID?
    var action: String?
    var message: String?
    var nextStep: String?
    var cause: FailureCause?
    var serviceCode: String?
    var requestID: String?
    var because: Step.ID?

    init(
      _ id: Step.ID, _ step: Step?, failure: StepFailure? = nil, message: String? = nil,
      because: Step.ID? = nil
    ) {
      self.step = id
      object = step?.target
      action = step.map { StepText($0).sentence }
      self.message = failure?.message ?? message
      nextStep = failure?.nextStep
      self.because = because
      guard case .service(let refusal)? = failure?.kind else { return }
      cause = refusal.cause
      serviceCode = refusal.code
      requestID = refusal.requestID
    }
  }
}
