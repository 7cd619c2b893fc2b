internal import Glibc
internal import Secrets
internal import Subprocess
internal import SystemPackage
internal import Texts

/// Runs exactly the programs whose paths were allowed, without a shell.
///
/// A path counts as it is written: it is compared letter by letter and started as it is, so what was
/// allowed is what runs, whatever links it leads through.
public struct AllowedPrograms: ProgramRunner {
  private let paths: Set<String>
  private let environment: [String: String]
  private let workingDirectory: String

  /// Creates a runner; the environment is the one programs get.
  public init(paths: [String], environment: [String: String], workingDirectory: String) {
    self.paths = Set(paths)
    self.environment = environment
    self.workingDirectory = workingDirectory
  }

  /// How much of its standard output is kept, from the start.
  static let outputLimit = 64 << 10
  /// How much of its standard error is kept, from the end.
  static let errorLimit = 4 << 10

  /// Why a program would not be started: not allowed, not there, or not a program.
  public func objection(to words: [String]) -> ProgramFailure? {
    guard let path = words.first, path.begins(with: "/") else {
      return ProgramFailure(
        "'\(words.first ?? "")' is not an absolute path", nextStep: "write the program's whole path"
      )
    }
    guard !words.contains(where: { $0.utf8.contains(0) }) else {
      return ProgramFailure(
        "an argument of '\(path)' holds a zero byte", nextStep: "take it out of the manifest")
    }
    guard paths.contains(path) else {
      return ProgramFailure(
        "'\(path)' is not allowed to run", nextStep: "pass --allow-exec \(ShellText.word(path))")
    }
    var status = stat()
    guard stat(path, &status) == 0 else {
      return ProgramFailure(
        "'\(path)' cannot be run: \(String(cString: strerror(errno)))",
        nextStep: "install it, or correct the path in the manifest")
    }
    guard status.st_mode & S_IFMT == S_IFREG, access(path, X_OK) == 0 else {
      return ProgramFailure(
        "'\(path)' is not a program that may be executed",
        nextStep: "look at its mode and owner with 'ls -l \(path)'")
    }
    return nil
  }

  /// Runs a program to its end or its time limit, in a process group of its own.
  public func run(_ call: ProgramCall) async throws(ProgramFailure) -> ProgramOutcome {
    if let objection = objection(to: call.words) { throw objection }
    let streams: ProgramStreams
    let keeper: ProgramKeeper
    do throws(SystemError) {
      streams = try ProgramStreams(call.input)
      keeper = try ProgramKeeper()
    } catch {
      throw ProgramFailure(
        "'\(call.words[0])' was not started: \(error.message)",
        nextStep: "see that this machine has memory and open files left, then run again")
    }
    defer { keeper.dismiss() }
    var hasStarted = false
    do {
      var options = PlatformOptions()
      options.processGroupID = 0
      let variables = environment.merging(call.environment) { _, added in added }
      let result = try await Subprocess.run(
        .path(FilePath(call.words[0])), arguments: Arguments(Array(call.words.dropFirst())),
        environment: .custom(
          Dictionary(
            uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })),
        workingDirectory: FilePath(workingDirectory), platformOptions: options,
        input: .fileDescriptor(.init(rawValue: streams.input), closeAfterSpawningProcess: false),
        output: .fileDescriptor(.init(rawValue: streams.output), closeAfterSpawningProcess: false),
        error: .fileDescriptor(.init(rawValue: streams.error), closeAfterSpawningProcess: false)
      ) { execution in
        hasStarted = true
        keeper.watch(execution.processIdentifier.value)
        return await ProgramWatch(
          processID: execution.processIdentifier.value, timeLimit: call.timeLimit,
          streams: streams
        ).isOverInTime()
      }
      let end = Self.end(result.terminationStatus, isInTime: result.closureResult)
      return streams.outcome(end)
    } catch {
      // A program that ran and whose end nobody saw may have done anything.
      guard !hasStarted else { return streams.outcome(.signalled(0)) }
      throw ProgramFailure(
        "'\(call.words[0])' could not be started: \(error)",
        nextStep: "run it by hand as the same user")
    }
  }

  private static func end(_ status: TerminationStatus, isInTime: Bool) -> ProgramOutcome.End {
    guard isInTime else { return .timedOut }
    switch status {
    case .exited(let code): return .exited(code)
    case .signaled(let signal): return .signalled(signal)
    }
  }
}
