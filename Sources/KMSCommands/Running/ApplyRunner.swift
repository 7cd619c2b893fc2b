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

  func run() async throws -> ExitStatus {
    let plan = await stack.makePlan()
    let printer = PlanPrinter(
      context: context, output: output, showsUnmanaged: showsUnmanaged,
      isSandbox: stack.isSandbox)
    let obstacle = printer.status(plan, differs: .success)
    guard obstacle == .success, !plan.isEmpty else {
      try printer.print(plan, status: obstacle)
      return obstacle
    }
    let isText = try output.format(context) == .text
    // With JSON, stdout belongs to the result; a reviewer at a terminal still sees the plan.
    (isText ? context.out : context.err).write(try printer.text(plan))
    try checkExpected(plan)
    try approval.ask(plan)
    let summary = try await apply(plan)
    let remaining = summary.isComplete ? await stack.makePlan() : nil
    let status = ApplyVerdict(summary, remaining: remaining).status
    try report(summary, plan, remaining, status)
    return status
  }

  private func checkExpected(_ plan: Plan) throws {
    guard let expected, expected != plan.fingerprint else { return }
    throw CommandFailure(
      .stale, "the plan is \(plan.fingerprint), expected \(expected): something moved since",
      nextStep: "review the plan above and pass its fingerprint")
  }

  private func apply(_ plan: Plan) async throws -> ApplySummary {
    let style = try output.style(context.err, context)
    let printer = EventPrinter(plan: plan, style: style, stream: context.err)
    context.interrupts.arm()
    defer { context.interrupts.disarm() }
    let applier = stack.applier(parallelism: parallelism)
    return await printer.whileTicking {
      await applier.apply(plan, interruption: context.interrupts.interruption) { event in
        await printer.print(event)
      }
    }
  }

  private func report(
    _ summary: ApplySummary, _ plan: Plan, _ remaining: Plan?, _ status: ExitStatus
  ) throws {
    if let remaining, !remaining.isEmpty {
      context.err.write(
        "error: did not converge: after the apply, the plan is not empty\n"
          + "  next step: look at 'kmsctl plan'; somebody may be changing the same objects\n")
    }
    switch try output.format(context) {
    case .text:
      let text = SummaryText(style: try output.style(context.out, context))
      context.out.write("\n" + text.render(summary, of: plan))
    case .json:
      let json = ApplyJSON(isSandbox: stack.isSandbox)
      context.out.write(
        try json.render(summary, of: plan, remaining: remaining, exit: ExitNote(status)))
    }
  }
}
