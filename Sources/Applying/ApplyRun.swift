internal import KMSModel
internal import Planning
internal import Texts

/// One run of one plan: checks first, then the steps, then the truth.
struct ApplyRun {
  let applier: Applier
  let plan: Plan
  let interruption: Interruption
  let emit: @Sendable (ApplyEvent) async -> Void
  private let watch = WriteWatch()
  private let deletedKeys = DeletedKeys()
  private let dyingKeys: [ResourceID: Set<String>]
  private let referrers: ReferrerLook

  init(
    applier: Applier, plan: Plan, interruption: Interruption,
    emit: @escaping @Sendable (ApplyEvent) async -> Void
  ) {
    self.applier = applier
    self.plan = plan
    self.interruption = interruption
    self.emit = emit
    dyingKeys = Dictionary(plan.changes.map { ($0.id, Set($0.dyingKeys.map(\.id))) }) {
      $0.union($1)
    }
    referrers = ReferrerLook(ignoring: applier.ignore)
  }

  func run() async -> ApplySummary {
    if let reason = PlanObjection(plan).failure {
      return ApplySummary(notStarted: plan.steps.map(\.id), stoppedBy: reason)
    }
    let instances = await InstanceAccesses(for: plan.steps, from: applier.service)
    let failures =
      await Preflight(
        destinations: applier.destinations, passwords: applier.passwords, stack: plan.stack,
        instances: instances
      ).failures(in: plan.steps)
      + RetirementCheck.objections(in: plan.steps, applier.programs)
    guard failures.isEmpty else { return await stopped(by: failures) }
    return await runSteps(instances)
  }

  private func stopped(by failures: [ApplySummary.Failed]) async -> ApplySummary {
    let steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
    var failures = failures
    for index in failures.indices {
      guard let step = steps[failures[index].step] else { continue }
      failures[index].failure = toldAnew(failures[index].failure, of: step)
      await emit(.stepFailed(step, failures[index].failure))
    }
    let failed = Set(failures.map(\.step))
    return ApplySummary(
      failed: failures, notStarted: plan.steps.map(\.id).filter { !failed.contains($0) })
  }

  private func runSteps(_ instances: InstanceAccesses) async -> ApplySummary {
    var queue = StepQueue(plan.steps)
    var summary = ApplySummary()
    await withTaskGroup(of: Outcome.self) { group in
      var running = 0
      while true {
        if interruption.isRequested, !summary.wasInterrupted, running > 0 || queue.hasReadyStep {
          summary.wasInterrupted = true
          await emit(.interrupted)
        }
        while !interruption.isRequested, running < applier.maximumParallelSteps,
          let step = queue.next()
        {
          running += 1
          await emit(.stepStarted(step))
          group.addTask { await outcome(of: step, instances) }
        }
        guard running > 0, let outcome = await group.next() else { break }
        running -= 1
        await settle(outcome, in: &queue, &summary)
      }
    }
    summary.notStarted = queue.notStarted
    summary.hasWritten = watch.hasWritten
    // What gave up waiting did so because the user wants to stop.
    if interruption.isRequested, !summary.failed.isEmpty { summary.wasInterrupted = true }
    return summary
  }

  private func settle(
    _ outcome: Outcome, in queue: inout StepQueue, _ summary: inout ApplySummary
  ) async {
    guard let failure = outcome.failure.map({ toldAnew($0, of: outcome.step) }) else {
      queue.finish(outcome.step.id)
      summary.done.append(outcome.step.id)
      if outcome.isFoundDone { summary.foundDone.append(outcome.step.id) }
      await emit(
        outcome.isFoundDone
          ? .stepFoundDone(outcome.step) : .stepFinished(outcome.step, outcome.duration))
      return
    }
    if outcome.hasWritten { summary.begun.append(outcome.step.id) }
    guard failure.kind != .postponed else {
      return await postpone(outcome.step, failure.message, in: &queue, &summary)
    }
    guard failure.kind != .stuck else {
      return await leaveStuck(outcome.step, failure, in: &queue, &summary)
    }
    // What this run wrote before it came upon the other one is a failure of its own.
    guard !failure.isHeld || outcome.hasWritten else {
      return await leaveHeld(outcome.step, failure, in: &queue, &summary)
    }
    summary.failed.append(.init(step: outcome.step.id, failure: failure))
    await emit(.stepFailed(outcome.step, failure))
    for skipped in queue.fail(outcome.step.id) {
      summary.skipped.append(skipped)
      guard let step = queue.step(skipped.step) else { continue }
      await emit(.stepSkipped(step, because: skipped.because))
    }
  }

  /// A failure whose next step names the command that goes on with a client key.
  private func toldAnew(_ failure: StepFailure, of step: Step) -> StepFailure {
    guard step.isOfKeyRuns, applier.keyCommand != Applier.standardCommand else { return failure }
    var told = failure
    told.nextStep = failure.nextStep?
      .replacing(text: "'\(Applier.standardCommand)'", by: "'\(applier.keyCommand)'")
    return told
  }

  /// What needed the step waits with it, for the same reason.
  private func postpone(
    _ step: Step, _ reason: String, in queue: inout StepQueue, _ summary: inout ApplySummary
  ) async {
    let waiting = queue.fail(step.id).compactMap { queue.step($0.step) }
    for one in [step] + waiting {
      summary.postponed.append(.init(step: one.id, reason: reason))
      await emit(.stepPostponed(one, reason))
    }
  }

  /// What needed the step waits until somebody has made a place.
  private func leaveStuck(
    _ step: Step, _ failure: StepFailure, in queue: inout StepQueue,
    _ summary: inout ApplySummary
  ) async {
    summary.stuck.append(.init(step: step.id, failure: failure))
    await emit(.stepStuck(step, failure))
    let reason = "\(step.target) is stuck"
    for waiting in queue.fail(step.id).compactMap({ queue.step($0.step) }) {
      summary.postponed.append(.init(step: waiting.id, reason: reason))
      await emit(.stepPostponed(waiting, reason))
    }
  }

  /// What needed the step waits until the other run has ended.
  private func leaveHeld(
    _ step: Step, _ failure: StepFailure, in queue: inout StepQueue,
    _ summary: inout ApplySummary
  ) async {
    summary.held.append(.init(step: step.id, failure: failure))
    await emit(.stepHeld(step, failure))
    let reason = "\(step.target) is left to another run"
    for waiting in queue.fail(step.id).compactMap({ queue.step($0.step) }) {
      summary.postponed.append(.init(step: waiting.id, reason: reason))
      await emit(.stepPostponed(waiting, reason))
    }
  }

  private struct Outcome: Sendable {
    var step: Step
    var failure: StepFailure?
    /// Whether somebody else had done the step's work.
    var isFoundDone = false
    /// Whether the step wrote anything, or may have.
    var hasWritten = false
    var duration: Duration
  }

  private func outcome(of step: Step, _ instances: InstanceAccesses) async -> Outcome {
    let watch = WriteWatch(of: watch)
    let note: @Sendable (String) async -> Void = { [emit] in await emit(.note(step, $0)) }
    let waiting = Waiting(
      patience: applier.patience, memory: applier.memory, interruption: interruption, note: note)
    let runner = StepRunner(
      context: StepContext(
        service: ObservedService(service: applier.service, watch: watch, waiting: waiting),
        stack: plan.stack,
        owner: Owner(stack: plan.stack.name, uid: plan.stack.uid), digest: applier.digest,
        destinations: applier.destinations, passwords: applier.passwords,
        programs: applier.programs, instances: instances,
        openContainer: applier.openContainer,
        random: applier.random, waiting: waiting, runs: applier.runs,
        hasWritten: { watch.hasWritten }, hasOpenOutcome: { watch.hasOpenOutcome },
        deletedKeys: deletedKeys, dyingKeys: dyingKeys, referrers: referrers,
        acceptedKeys: applier.acceptedKeys,
        ignores: { [ignore = applier.ignore] in ignore.matches($0) }, note: note))
    var outcome = await timed(step, runner, on: applier.clock)
    outcome.hasWritten = watch.hasWritten
    outcome.isFoundDone = outcome.failure == nil && !step.isWork(of: watch)
    return outcome
  }

  private func timed<C: Clock<Duration>>(
    _ step: Step, _ runner: StepRunner, on clock: C
  ) async -> Outcome {
    let start = clock.now
    do {
      try await runner.run(step)
      return Outcome(step: step, duration: start.duration(to: clock.now))
    } catch {
      return Outcome(step: step, failure: error, duration: start.duration(to: clock.now))
    }
  }
}

extension Step {
  /// Whether runs about client keys alone carry the step out, too: what is no longer declared goes
  /// with an apply only.
  fileprivate var isOfKeyRuns: Bool {
    switch operation {
    case .issueClientKey: true
    case .deleteClientKey(let deletion): deletion.cause != .undeclared
    default: false
    }
  }

  /// Whether a step that is done was done by its own writes.
  ///
  /// A lost answer counts: whether it was ours or another run's that made the object cannot be
  /// told. A client key's deletion also tidies up the marker, which deletes nothing.
  fileprivate func isWork(of watch: WriteWatch) -> Bool {
    if case .deleteClientKey = operation { watch.hasDeletedKey } else { watch.hasWritten }
  }
}
