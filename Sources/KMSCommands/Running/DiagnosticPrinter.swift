internal import Diagnostics
internal import Planning
internal import Rendering

/// Tells the user what is wrong with the manifests; says nothing when nothing is.
struct DiagnosticPrinter {
  let context: CommandContext
  let output: OutputOptions
  /// Whether mere warnings are counted in one line: the command is about something else.
  var countsWarnings = false

  func print(_ loaded: LoadedStack) throws {
    guard !loaded.report.diagnostics.isEmpty else { return }
    if countsWarnings, loaded.desired != nil {
      let count = loaded.report.diagnostics.count
      context.err.write(
        "\(count) warning\(count == 1 ? "" : "s") in the manifests; 'kmsctl validate' shows"
          + " \(count == 1 ? "it" : "them")\n")
      return
    }
    let text = DiagnosticText(style: try output.style(context.err, context))
    context.err.write(text.render(loaded.report) + "\n")
    guard loaded.desired == nil else { return }
    context.err.write(
      "The manifests are invalid: \(text.summary(loaded.report, fileCount: loaded.fileCount)).\n")
    if try output.format(context) == .json {
      let exit = ExitNote(ExitStatus.invalidManifests)
      context.out.write(
        try ValidateJSON().render(
          loaded.report, objectCount: loaded.objectCount, fileCount: loaded.fileCount, exit: exit))
    }
  }
}

extension ExitNote {
  init(_ status: ExitStatus) { self.init(code: status.rawValue, reason: status.reason) }

  /// The note of a run that is refused a place, not a plan, where that is so.
  init(_ status: ExitStatus, isStuck: Bool) {
    self.init(
      code: status.rawValue,
      reason: isStuck && status == .refused ? StuckRotation.rule : status.reason)
  }

  /// The note of a plan that was printed.
  init(_ status: ExitStatus, of plan: Plan) {
    self.init(status, isStuck: plan.isStuck && plan.refusals.isEmpty)
  }
}
