internal import KMSModel
internal import Planning
internal import Rendering

/// Prints an expiry board and finds the status it stands for; both come from the same values.
struct KeyReportPrinter {
  let context: CommandContext
  let stack: StackRun
  let alarms: [KeyAlarm]
  let isWhole: Bool

  func print(
    _ board: KeyBoard, _ format: KeyListOutputOptions.Format, _ output: OutputOptions
  ) async throws -> ExitStatus {
    let clock = await stack.connection.service.clockReading()
    var identity = stack.identity
    identity.sandboxTime = clock.isMoved ? board.now : nil
    let report = KeyReport(
      board, stack: identity, alarms: alarms, isWhole: isWhole, isSandbox: stack.isSandbox)
    let status = status(report, board, clock)
    switch format {
    case .text: context.out.write(report.text(try output.style(context.out, context)))
    case .json: context.out.write(try report.json(exit: ExitNote(status)))
    case .junit: context.out.write(report.junit)
    case .prometheus: context.out.write(report.prometheus)
    }
    UnreadableReport(context: context, isListed: format == .text)
      .print(board.unreadable, so: "the report is not complete")
    if let difference = clock.difference { context.err.write(doubt(difference)) }
    return status
  }

  /// States and days are told by the service's clock: they are worth what it is worth.
  private func doubt(_ difference: ServiceClockReading.Difference) -> String {
    let failure = CommandFailure(
      KMSFailure(cause: .differingClocks, operation: "", message: difference.words))
    return FailureText(style: .plain).render(
      "\(failure.message), so no state and no day of the report is certain",
      nextStep: failure.nextStep)
  }

  /// Denied before unreadable before alarms.
  private func status(
    _ report: KeyReport, _ board: KeyBoard, _ clock: ServiceClockReading
  ) -> ExitStatus {
    if board.unreadable.contains(where: \.isDenied) { return .denied }
    if !board.unreadable.isEmpty || clock.difference != nil { return .error }
    return report.isAlarming ? .changes : .success
  }
}
