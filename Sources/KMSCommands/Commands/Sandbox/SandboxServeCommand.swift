internal import ArgumentParser
internal import Glibc

/// `kmsctl sandbox serve`.
struct SandboxServeCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the sandbox in the foreground until Ctrl-C.",
    discussion: """
      Prints one JSON line with the endpoint and an access key that opens nothing else. What \
      follows after -- goes to kms-sandbox as it is; 'kms-sandbox serve --help' lists the ways it \
      can be strict or misbehave.

      Examples:
        kmsctl sandbox serve
        kmsctl sandbox serve --port 8080 --state /tmp/kms.json
        kmsctl sandbox serve -- --strict all --fault throttle:every=3
      """)

  @OptionGroup var stack: StackOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
  var port: UInt16 = 0

  @Option(
    help: ArgumentHelp(
      "Keep the state in this file, instead of .kmsctl/sandbox.json.", valueName: "file"))
  var state: String?

  @Argument(parsing: .postTerminator, help: "Further arguments for kms-sandbox.")
  var further: [String] = []

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let program = try SandboxProgram(context)
    let here = StackLocation.workingDirectory(stack, context)
    let directory = (try? StackLocation(stack, context))?.directory ?? here
    let file =
      try state.map { Paths.join(here, $0) }
      ?? SandboxProgram.makeStateFile(stackDirectory: directory)
    let words = [program.path, "serve", "--port", String(port), "--state", file] + further
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    SignalThread.unblock()
    execv(program.path, &arguments)
    let reason = String(cString: strerror(errno))
    for argument in arguments { free(argument) }
    throw CommandFailure(.error, "\(program.path) cannot be run: \(reason)")
  }
}
