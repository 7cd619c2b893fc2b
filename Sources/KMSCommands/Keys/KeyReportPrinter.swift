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
  ) throws -> ExitStatus {
    let report = KeyReport(
      board, stack: stack.identity, alarms: alarms, isWhole: isWhole, isSandbox: stack.isSandbox)
    let status = status(report, board)
    switch format {
    case .text: context.out.write(report.text(try output.style(context.out, context)))
    case .json: context.out.write(try report.json(exit: ExitNote(status)))
    case .junit: context.out.write(report.junit)
    case .prometheus: context.out.write(report.prometheus)
    }
    UnreadableReport(context: context, isListed: format == .text)
      .print(board.unreadable, so: "the report is not complete")
    return status
  }

  /// Denied before unreadable before alarms.
  private func status(_ report: KeyReport, _ board: KeyBoard) -> ExitStatus {
    if board.unreadable.contains(where: \.isDenied) { return .denied }
    if !board.unreadable.isEmpty { return .error }
    return report.isAlarming ? .changes : .success
  }
}
