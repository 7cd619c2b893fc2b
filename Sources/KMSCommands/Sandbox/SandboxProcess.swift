internal import Subprocess
internal import SystemPackage

/// A running `kms-sandbox` that lives as long as one call.
struct SandboxProcess {
  private let program: SandboxProgram
  private let arguments: [String]
  private let environment: [String: String]
  private let err: Output

  /// What the sandbox may know of its environment; the rest may hold access keys and passwords.
  private static let inherited: Set = [
    "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "OPENSSL_CONF", "OPENSSL_MODULES", "PATH",
    "SWIFT_BACKTRACE", "TMPDIR", "TZ",
  ]

  /// The sandbox of a stack; its state stands beside the stack file.
  init(_ context: CommandContext, stackDirectory: String) throws {
    program = try SandboxProgram(context)
    err = context.err
    environment = context.environment.filter { Self.inherited.contains($0.key) }
    arguments = [
      "serve", "--port", "0", "--exit-with-stdin", "--state",
      try SandboxProgram.makeStateFile(stackDirectory: stackDirectory),
    ]
  }

  /// Starts the sandbox, waits for its handshake, runs `body` and lets the sandbox end.
  ///
  /// It gets a process group of its own, so that Ctrl-C reaches kmsctl only: what is in flight can
  /// then still be finished. It ends when its standard input closes, however this process ends.
  func run<Result: Sendable>(
    _ body: (SandboxHandshake) async throws -> Result
  ) async throws -> Result {
    var options = PlatformOptions()
    options.processGroupID = 0
    let outcome = try await Subprocess.run(
      .path(FilePath(program.path)), arguments: Arguments(arguments),
      environment: .custom(
        environment.reduce(into: [:]) { $0[Environment.Key(stringLiteral: $1.key)] = $1.value }),
      platformOptions: options, input: .inputWriter, output: .sequence,
      error: .sequence
    ) { execution in
      let ending = execution.standardInputWriter
      do {
        var lines = execution.standardOutput.strings().makeAsyncIterator()
        guard let line = try await lines.next() else {
          throw SandboxHandshake.failure(
            complaint: try await Self.text(execution.standardError))
        }
        let handshake = try SandboxHandshake(line: line)
        let result = try await body(handshake)
        try await ending.finish()
        err.write(try await Self.text(execution.standardError))
        return result
      } catch {
        try? await ending.finish()
        throw error
      }
    }
    return outcome.closureResult
  }

  /// What a stream still has, up to its end; it comes when the sandbox ends.
  private static func text(_ stream: SubprocessOutputSequence) async throws -> String {
    var text = ""
    for try await line in stream.strings() { text += line + "\n" }
    return text
  }
}
