internal import ArgumentParser
internal import KMSModel
internal import Rendering

/// Turns arguments into a command, runs it, and its outcome into an exit status.
public enum CommandRunner {
  /// Runs one command line to its end.
  public static func run(_ arguments: [String], _ context: CommandContext) async -> Int32 {
    let words = LeadingOptions.moved(arguments)
    let context = context.coveringSecrets
    do {
      var command = try Kmsctl.parseAsRoot(words)
      guard let one = command as? any ContextCommand else {
        try command.run()
        return ExitStatus.success.rawValue
      }
      return await run(one, context).rawValue
    } catch {
      guard Kmsctl.exitCode(for: error) != .success else {
        let message = Kmsctl.fullMessage(for: error)
        if !message.isEmpty { context.out.write(message + "\n") }
        return outcome(.success, context).rawValue
      }
      let failure = UsageFailure(Kmsctl.message(for: error), words: words).failure
      report(
        Report(failure: failure, isJSON: WantedFormat.isJSON(words, context), style: .plain),
        context)
      return outcome(failure.status, context).rawValue
    }
  }

  static func run(_ command: some ContextCommand, _ context: CommandContext) async -> ExitStatus {
    do {
      try EnvironmentCheck(environment: context.environment).check()
      return outcome(try await command.run(context), context)
    } catch {
      let placed = error as? FailureAtTarget
      let failure = CommandFailure(any: placed?.error ?? error)
      let output = command.output
      report(
        Report(
          failure: failure, target: placed?.target,
          isJSON: (try? output.format(context)) == .json,
          style: (try? output.style(context.err, context)) ?? .plain), context)
      return outcome(failure.status, context)
    }
  }

  /// The status, or what is worse: a result that never reached its file is no success.
  private static func outcome(_ status: ExitStatus, _ context: CommandContext) -> ExitStatus {
    guard let reason = context.out.fault() else { return status }
    context.err.write(
      FailureText(style: .plain).render(
        "cannot write the result to stdout: \(reason)",
        nextStep: status == .incomplete
          ? "what was carried out stands: 'kmsctl plan' and 'kmsctl key list' show it"
          : "see that there is room where stdout goes, then run again"))
    return .gravest([status, .error])
  }

  /// A failure with where it happened and how it is told.
  private struct Report {
    var failure: CommandFailure
    var target: RunTarget?
    var isJSON: Bool
    var style: Style
  }

  private static func report(_ report: Report, _ context: CommandContext) {
    let failure = report.failure.covered(by: context.redactor)
    if report.isJSON,
      let json = try? FailureJSON().render(
        failure.message, nextStep: failure.nextStep, cause: failure.cause?.rawValue,
        target: report.target, exit: ExitNote(failure.status))
    {
      context.out.write(json)
    }
    context.err.write(
      FailureText(style: report.style).render(
        failure.message, nextStep: failure.nextStep, target: report.target))
  }
}
