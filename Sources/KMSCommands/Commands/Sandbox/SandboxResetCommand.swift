internal import ArgumentParser
internal import Rendering

/// `kmsctl sandbox reset`.
struct SandboxResetCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Put the sandbox back to how it began.",
    discussion: """
      Examples:
        kmsctl sandbox reset
      """)

  @OptionGroup var options: SandboxAdminOptions
  @OptionGroup var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    _ = try await SandboxAdmin(context: context, options: options).post("reset", [String: String]())
    switch try output.format(context) {
    case .text: context.err.write("the sandbox is as it began\n")
    case .json:
      context.out.write(try ResultJSON("sandbox-reset").render(["outcome": "reset"]))
    }
    return .success
  }
}
