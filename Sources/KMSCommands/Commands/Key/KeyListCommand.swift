internal import ArgumentParser
internal import KMSModel
internal import Planning
internal import Texts

/// `kmsctl key list`.
struct KeyListCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show every client key: what it is, when it ends, what happens next.",
    discussion: """
      The most urgent key stands first; keys in use are marked at 180, 90, 30 and 7 days. The \
      states: current, overlapping, retirable, expired, pending, elsewhere, unrecorded, external \
      (others', and accepted), orphan, missing, stuck; foreign with --all. --fail-on makes it exit \
      with 2: due, expired, missing, unrecorded, orphan, pending, retirable, vanished, stuck, or a \
      number of days such as 30d for keys in use. It only reads.

      --check-destinations also asks every destination of a key in use whether it still holds the \
      key: yes, vanished, changed or cannot-tell. Without it no destination is opened.

      With -o prometheus the times are absolute, so that an alert survives the job that writes \
      them; with -o junit each key is a test case.

      Examples:
        kmsctl key list
        kmsctl key list --all --fail-on expired,unrecorded,30d
        kmsctl key list --check-destinations --fail-on vanished
        kmsctl key list -o prometheus > /var/lib/node_exporter/kmsctl.prom
      """)

  @Flag(help: "Also keys of access points that are not this stack's.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Exit with 2 when a key is so; separated by commas, repeatable.", valueName: "what"))
  var failOn: [String] = []

  @Flag(help: "Ask the destinations of keys in use what they hold.")
  var checkDestinations = false

  @OptionGroup var run: StackRunOptions
  @OptionGroup(title: "Output") var listOutput: KeyListOutputOptions

  var output: OutputOptions { listOutput.common(listOutput.output) }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let alarms = try Self.alarms(
      failOn.isEmpty ? context.setting(nil, "FAIL_ON").map { [$0] } ?? [] : failOn,
      from: failOn.isEmpty ? "KMSCTL_FAIL_ON" : "--fail-on")
    guard checkDestinations || !alarms.contains(.finding(.vanished)) else {
      throw CommandFailure(
        .usage, "--fail-on vanished finds nothing where no destination is asked",
        nextStep: "add --check-destinations")
    }
    let format = try listOutput.format(context)
    let output = listOutput.common(format)
    let runner = StackRunner(
      context: context, run: run, output: output, paths: [], isAboutManifests: false)
    return try await runner.run { stack in
      let board = try await stack.makeKeyBoard(
        isWhole: all, checksDestinations: checkDestinations)
      return try await KeyReportPrinter(
        context: context, stack: stack, alarms: alarms, isWhole: all
      )
      .print(board, format, output)
    }
  }

  private static func alarms(_ words: [String], from source: String) throws -> [KeyAlarm] {
    try words.flatMap { $0.parts(at: ",") }.map { word in
      guard let alarm = KeyAlarm(parsing: String(word)) else {
        let known = KeyFinding.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandFailure(
          .usage, "\(source) has '\(word)', expected \(known), or days such as 30d")
      }
      return alarm
    }
  }
}
