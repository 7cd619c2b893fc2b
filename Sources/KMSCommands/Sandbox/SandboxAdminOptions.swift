internal import ArgumentParser

/// Which sandbox is meant.
struct SandboxAdminOptions: ParsableArguments {
  @OptionGroup var stack: StackOptions

  @Option(
    help: ArgumentHelp(
      "A sandbox that runs already; without it, the stack's is started for this command.",
      valueName: "url"))
  var endpoint: String?

  func endpoint(_ context: CommandContext) throws -> String? {
    try ConnectionOptions.url(context.given(endpoint, "--endpoint", "ENDPOINT"))?.value
  }
}
