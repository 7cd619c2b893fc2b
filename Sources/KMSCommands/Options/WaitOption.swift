internal import ArgumentParser
internal import KMSModel

/// How long a run waits for others that hold what it is about.
struct WaitOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Wait this long for other runs that issue client keys here, before planning: 90s, 15m, 1h.",
      valueName: "duration"))
  var wait: String?

  /// The time; none when nobody asked for it.
  func limit(_ context: CommandContext) throws -> Duration {
    guard let given = context.given(wait, "--wait", "WAIT") else { return .zero }
    guard let span = TimeSpan(parsing: given.value),
      [.seconds, .minutes, .hours].contains(span.unit)
    else {
      throw CommandFailure(
        .usage, "\(given.source) is '\(given.value)', expected a duration such as 90s, 15m or 1h",
        nextStep: "a run that may still live is respected for 15 minutes at most")
    }
    return .seconds(span.nominalSeconds)
  }
}
