internal import ArgumentParser
internal import KMSModel
internal import Rendering

/// Turns arguments into a command, runs it, and its outcome into an exit status.
public enum CommandRunner {
  /// Runs one command line to its end.
  public static func run(_ arguments: [String], _ context: CommandContext) async -> Int32 {
    let context = context.coveringSecrets
    do {
      var command = try Kmsctl.parseAsRoot(arguments)
      guard let one = command as? any ContextCommand else {
        try command.run()
        return ExitStatus.success.rawValue
      }
      return await run(one, context).rawValue
    } catch {
      let status = Kmsctl.exitCode(for: error).rawValue
      let message = Kmsctl.fullMessage(for: error)
      guard status == ExitStatus.success.rawValue else {
        if !message.isEmpty { context.err.write(message + "\n") }
        return status
      }
      if !message.isEmpty { context.out.write(message + "\n") }
      return outcome(.success, context).rawValue
    }
  }

  static func run(_ command: some ContextCommand, _ context: CommandContext) async -> ExitStatus {
    do {
      return outcome(try await command.run(context), context)
    } catch {
      let failure = CommandFailure(any: error)
      report(failure, command.output, context)
      return outcome(failure.status, context)
    }
  }

  /// The status, or what is worse: a result that never reached its file is no success.
  private static func outcome(_ status: ExitStatus, _ context: CommandContext) -> ExitStatus {
    guard let reason = context.out.fault() else { return status }
    context.err.write(
      FailureText(style: .plain).render(
        "cannot write the result to stdout: \(reason)",
        nextStep: "see that there is room where stdout goes, then run again"))
    return .gravest([status, .error])
  }

  private static func report(
    _ failure: CommandFailure, _ output: OutputOptions, _ context: CommandContext
  ) {
    let failure = failure.covered(by: context.redactor)
    let note = ExitNote(failure.status)
    if (try? output.format(context)) == .json,
      let json = try? FailureJSON().render(
        failure.message, nextStep: failure.nextStep, cause: failure.cause?.rawValue, exit: note)
    {
      context.out.write(json)
    }
    let style = (try? output.style(context.err, context)) ?? .plain
    context.err.write(
      FailureText(style: style).render(failure.message, nextStep: failure.nextStep))
  }
}
