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
  let target: RunTarget
  /// Keys in use that their destinations do not hold any more; only an apply looks.
  var lostDeliveries: [KeyDelivery] = []

  func print(_ plan: Plan, status: ExitStatus) throws {
    switch try output.format(context) {
    case .text: context.out.write(try text(plan))
    case .json:
      let json = PlanJSON(purpose: purpose, isSandbox: isSandbox)
      context.out.write(
        try json.render(plan, lostDeliveries: lostDeliveries, exit: ExitNote(status, of: plan)))
    }
    UnreadableReport(context: context, isListed: try output.format(context) == .text)
      .print(plan.coverage.unreadable, so: "the plan is not complete")
    context.err.write(LostDeliveriesText().render(lostDeliveries))
  }

  func text(_ plan: Plan) throws -> String {
    PlanText(
      style: try output.style(context.out, context), purpose: purpose,
      showsUnmanaged: showsUnmanaged, isSandbox: isSandbox, target: target
    ).render(plan, lostDeliveries: lostDeliveries)
  }

  /// Denied before unreadable before refused, then lost deliveries before held before stuck before changes;
  /// `differs` is what changes count as.
  func status(_ plan: Plan, differs: ExitStatus) -> ExitStatus {
    let obstacle = obstacle(plan)
    if obstacle != .success { return obstacle }
    if !lostDeliveries.isEmpty { return .incomplete }
    // What another run holds is not done, and a plan or report of now writes nothing anyway.
    if purpose == .apply, !plan.held.isEmpty { return .incomplete }
    if plan.isStuck { return .refused }
    return Verdict(plan, for: purpose).differs ? differs : .success
  }

  /// Why a plan cannot be applied at all; success when it can.
  func obstacle(_ plan: Plan) -> ExitStatus {
    if plan.coverage.unreadable.contains(where: \.isDenied) { return .denied }
    if !plan.coverage.unreadable.isEmpty { return .error }
    return plan.refusals.isEmpty ? .success : .refused
  }
}
