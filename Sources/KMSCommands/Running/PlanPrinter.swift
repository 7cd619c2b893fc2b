internal import KMSModel
internal import Planning
internal import Rendering

/// Prints a plan and finds the status it stands for; both come from the same values.
struct PlanPrinter {
  let context: CommandContext
  let output: OutputOptions
  var purpose: Verdict.Purpose = .plan
  var showsUnmanaged = false
  let isSandbox: Bool

  func print(_ plan: Plan, status: ExitStatus) throws {
    switch try output.format(context) {
    case .text: context.out.write(try text(plan))
    case .json:
      let json = PlanJSON(purpose: purpose, isSandbox: isSandbox)
      context.out.write(try json.render(plan, exit: ExitNote(status, of: plan)))
    }
    reportUnreadable(plan)
  }

  func text(_ plan: Plan) throws -> String {
    PlanText(
      style: try output.style(context.out, context), purpose: purpose,
      showsUnmanaged: showsUnmanaged, isSandbox: isSandbox
    ).render(plan)
  }

  /// Denied before unreadable before refused or stuck before changes; `differs` is what changes
  /// count as.
  func status(_ plan: Plan, differs: ExitStatus) -> ExitStatus {
    let obstacle = obstacle(plan)
    if obstacle != .success { return obstacle }
    if plan.isStuck { return .refused }
    return Verdict(plan, for: purpose).isClean ? .success : differs
  }

  /// Why a plan cannot be applied at all; success when it can.
  func obstacle(_ plan: Plan) -> ExitStatus {
    if plan.coverage.unreadable.contains(where: \.isDenied) { return .denied }
    if !plan.coverage.unreadable.isEmpty { return .error }
    return plan.refusals.isEmpty ? .success : .refused
  }

  private func reportUnreadable(_ plan: Plan) {
    guard let first = plan.coverage.unreadable.first else { return }
    let count = plan.coverage.unreadable.count
    context.err.write(
      "error: \(count) of the live objects could not be read, so the plan is not complete\n"
        + "  next step: see that kms:\(first.operation) is allowed, then run again\n")
  }
}
