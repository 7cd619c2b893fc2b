internal import ArgumentParser
internal import Glibc
internal import KMSSandbox

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Listen, print one JSON line with endpoint and access key, and answer.",
    discussion: """
      EXAMPLES
        kms-sandbox serve --state .kmsctl/sandbox.json
        kms-sandbox serve --fault throttle:every=3,retry-after=200 --strict all
        kms-sandbox serve --fault lose:operation=CreateClientKey,call=1
      """)

  @Option(help: "The port on 127.0.0.1; 0 takes a free one.")
  var port: UInt16 = 0

  @Option(help: ArgumentHelp("Keep the state in this file.", valueName: "file"))
  var state: String?

  @Flag(help: "End when standard input ends.")
  var exitWithStdin = false

  @Flag(help: "Report every call on standard error.")
  var verbose = false

  @OptionGroup(title: "Behaviour")
  var behaviour: BehaviourOptions

  func run() async throws {
    // A reader of our output that goes away must not take the sandbox along.
    signal(SIGPIPE, SIG_IGN)
    do {
      let store = try state.map { path throws(StateStoreError) in try StateStore(path: path) }
      let state = try SandboxState(options: try behaviour.sandboxOptions(), store: store)
      let server = SandboxServer(state, port: port, report: Self.reporter(verbose))
      try await server.run { handshake in
        store?.note(endpoint: handshake.endpoint)
        print(handshake.line)
        fflush(nil)
        await shutdown()
      }
    } catch let error as StateStoreError {
      try Self.fail(error.description)
    } catch let error as SandboxServerError {
      try Self.fail(error.description)
    }
    // Held calls and their connections do not outlive the program; the state is on disk.
    _exit(EXIT_SUCCESS)
  }

  private func shutdown() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await Shutdown.signalled() }
      if exitWithStdin { group.addTask { await Shutdown.inputEnded() } }
      await group.next()
      _exit(EXIT_SUCCESS)
    }
  }

  private static func reporter(_ isVerbose: Bool) -> @Sendable (String) -> Void {
    guard isVerbose else { return { _ in } }
    return { line in report(line) }
  }

  private static func fail(_ message: String) throws {
    report("kms-sandbox: \(message)")
    throw ExitCode.failure
  }

  private static func report(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
  }
}
