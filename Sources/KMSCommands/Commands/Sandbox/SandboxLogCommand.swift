internal import ArgumentParser
internal import Rendering

/// `kmsctl sandbox log`.
struct SandboxLogCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print the calls the sandbox saw, as JSON.",
    discussion: """
      Operations, names and outcomes; never a parameter's value. Without --endpoint it reads what \
      the stack's sandbox wrote down, over all its runs.

      Examples:
        kmsctl plan --sandbox && kmsctl sandbox log
        kmsctl sandbox log --limit 20
        kmsctl sandbox log --endpoint http://127.0.0.1:8080
      """)

  @OptionGroup var options: SandboxAdminOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The last so many calls only.")
  var limit = 1000

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let log = try await SandboxAdmin(context: context, options: options).callLog(limit: limit)
    context.out.write(try ResultJSON("sandbox-log").render(log))
    return .success
  }
}
