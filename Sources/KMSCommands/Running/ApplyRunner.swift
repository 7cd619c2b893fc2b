internal import Applying
internal import KMSModel
internal import Planning
internal import Rendering

/// One apply from plan to proof: print, check, ask, carry out, read everything again.
struct ApplyRunner {
  let context: CommandContext
  let output: OutputOptions
  let approval: Approval
  let stack: StackRun
  let expected: String?
  let showsUnmanaged: Bool
  let parallelism: Int?
  let waitLimit: Duration
  private let memory = WriteMemory()

  private var patience: Patience { context.patience }

  func run() async throws -> ExitStatus {
    let first = try await stack.makeFirstReading(context, waiting: waitLimit)
    let plan = first.plan
    var printer = PlanPrinter(
      context: context, output: output, purpose: .apply, showsUnmanaged: showsUnmanaged,
      isSandbox: stack.isSandbox, target: stack.target)
    let obstacle = printer.obstacle(plan)
    let isStale =
      expected != nil && expected != plan.fingerprint
      && plan.coverage.unreadable.isEmpty
    if obstacle == .success, plan.steps.isEmpty, !isStale {
      printer.lostDeliveries = await stack.lostDeliveries(first.live)
    }
    guard obstacle == .success, !plan.steps.isEmpty, !isStale else {
      let status = isStale ? .stale : printer.status(plan, differs: .success)
      try printer.print(plan, status: status)
      if isStale { reportStale(plan) }
      return status
    }
    let isText = try output.format(context) == .text
    try refuseDifferingClocks(first.live, printing: printer, plan)
    // With JSON, stdout belongs to the result; a reviewer at a terminal still sees the plan.
    (isText ? context.out : context.err).write(try printer.text(plan))
    try approval.ask(stack.target)
    let summary = try await apply(plan)
    let text = SummaryText(style: try output.style(isText ? context.out : context.err, context))
    let results = isText ? context.out : context.err
    let details = text.details(summary, of: plan)
    if !details.isEmpty { results.write("\n" + details) }
    // Before everything is read again: an impatient Ctrl-C must not take the truth away.
    if summary.isComplete { context.err.write(text.beforeTheLook(summary, of: plan)) }
    let closing = summary.isComplete ? try await closingLook(summary, plan) : nil
    let remaining = closing?.plan
    let isOutdated = closing?.isOutdated == true
    var lost: [KeyDelivery] = []
    // What is shown as it was before this run says nothing about the files.
    if let closing, !closing.isOutdated { lost = await stack.lostDeliveries(closing.live) }
    let verdict = ApplyVerdict(
      summary, of: plan, remaining: remaining, isOutdated: isOutdated, lostDeliveries: lost)
    let status = verdict.status
    let late = closing?.late.map { (summary: $0.summary, plan: $0.plan) } ?? []
    results.write(
      "\n" + text.headline(summary, of: plan, standing: verdict.standing, late: late))
    if !isText {
      let json = ApplyJSON(isSandbox: stack.isSandbox)
      context.out.write(
        try json.render(
          summary, of: plan, remaining: remaining, isOutdated: isOutdated, lostDeliveries: lost,
          late: late, exit: ExitNote(status, isStuck: status == .refused)))
    }
    if let closing, verdict.hasConverged == false {
      context.err.write(DivergenceText(closing, after: summary, of: plan).text)
    }
    context.err.write(StrayKeysText().render(remaining?.strayKeys(since: plan) ?? []))
    context.err.write(LostDeliveriesText().render(lost))
    try reportStuck(plan.stuck(afterwards: remaining))
    // Whoever asked for the result must not take it for a run that did nothing.
    let hasWritten = summary.hasWritten || late.contains { $0.summary.hasWritten }
    let isUntold = hasWritten && context.out.fault() != nil
    return isUntold ? .gravest([status, .incomplete]) : status
  }

  /// Nothing is asked and nothing begun while it cannot be told what time it is.
  private func refuseDifferingClocks(
    _ live: LiveState, printing printer: PlanPrinter, _ plan: Plan
  ) throws {
    guard let difference = live.clock.difference else { return }
    if try output.format(context) == .text { context.out.write(try printer.text(plan)) }
    throw CommandFailure(
      KMSFailure(
        cause: .differingClocks, operation: "",
        message: "\(difference.words), so nothing is written"))
  }

  private func reportStale(_ plan: Plan) {
    context.err.write(
      "error: the plan is \(plan.fingerprint), expected \(expected ?? ""): something moved since\n"
        + "  next step: review the plan above and pass its fingerprint\n")
  }

  private func apply(_ plan: Plan) async throws -> ApplySummary {
    let style = try output.style(context.err, context)
    let printer = EventPrinter(plan: plan, style: style, stream: context.err)
    context.interrupts.arm()
    defer { context.interrupts.disarm() }
    let applier = stack.applier(
      parallelism: parallelism, patience: patience, memory: memory,
      context.interrupts.interruption)
    return await printer.whileTicking {
      await applier.apply(plan, interruption: context.interrupts.interruption) { event in
        await printer.print(event)
      }
    }
  }

  /// What no step of the plan was about; a step that found no place has said so itself.
  private func reportStuck(_ stuck: [StuckRotation]) throws {
    let text = FailureText(style: try output.style(context.err, context))
    for one in stuck { context.err.write(text.render(one.message, nextStep: one.nextStep)) }
  }

  private func closingLook(_ summary: ApplySummary, _ plan: Plan) async throws -> ClosingLook {
    let closing = ClosingPlan(
      stack: stack, patience: patience, memory: memory,
      note: { context.err.write("\($0)\n") }, applyLate: { try await apply($0) })
    return try await closing.look(after: summary, of: plan)
  }
}
