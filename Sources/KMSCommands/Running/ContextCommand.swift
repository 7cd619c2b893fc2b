internal import ArgumentParser
internal import Rendering

/// A command with two `run`s: ArgumentParser calls the one without a context, tests the other.
protocol ContextCommand: AsyncParsableCommand, Sendable {
  /// How results and failures are printed.
  var output: OutputOptions { get }

  /// Does the work.
  func run(_ context: CommandContext) async throws -> ExitStatus
}

extension ContextCommand {
  func run() async throws {
    let status = await CommandRunner.run(self, .live(Interrupts()))
    throw ExitCode(status.rawValue)
  }
}
