internal import ArgumentParser
internal import KMSModel
internal import Planning
internal import Rendering

/// `kmsctl key orphans`.
struct KeyOrphansCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "orphans",
    abstract: "List client keys that no marker knows; delete those that are proven ours.",
    discussion: """
      An orphan is the twin of a key we delivered: an answer of the service was lost, and its \
      private half with it. Only such are deleted, with --delete, through a plan that also \
      holds what else is due for their access points. An unrecorded \
      key was made by hand or by another program; it is listed and never touched.

      Examples:
        kmsctl key orphans
        kmsctl key orphans --delete
      """)

  @Flag(help: "Delete the orphans.")
  var delete = false

  @OptionGroup var options: KeyRunOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    guard delete else { return try await list(context) }
    let runner = KeyRunner(context: context, options: options, output: output)
    return try await runner.run { stack in
      let board = try await stack.makeKeyBoard(isWhole: false)
      let names = board.rows.filter { $0.state == .orphan }.map(\.accessPoint)
      guard board.unreadable.isEmpty else {
        throw CommandFailure(board.unreadable, so: "orphans cannot be told")
      }
      return (KeyOptions(), Set(names).sorted())
    }
  }

  private func list(_ context: CommandContext) async throws -> ExitStatus {
    let runner = StackRunner(
      context: context, run: options.run, output: output, paths: [], isAboutManifests: false)
    return try await runner.run { stack in
      let board = try await stack.makeKeyBoard(isWhole: false)
        .where { $0.state == .orphan || $0.state == .unrecorded }
      return try await KeyReportPrinter(context: context, stack: stack, alarms: [], isWhole: false)
        .print(board, try output.format(context) == .json ? .json : .text, output)
    }
  }
}
