internal import ArgumentParser
internal import Rendering

/// `kmsctl validate`.
struct ValidateCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check the manifests without talking to anybody.",
    discussion: """
      Every problem of every file is shown at once, with its place, the line and what to do. \
      Nothing is executed, nothing is opened, nothing is sent.

      Examples:
        kmsctl validate
        kmsctl validate manifests/payments.yaml
        kmsctl validate -o json
      """)

  @OptionGroup var stack: StackOptions
  @OptionGroup var manifests: ManifestArguments
  @OptionGroup(title: "Output") var output: OutputOptions

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let loaded = try LoadedStack(try StackLocation(stack, context), paths: manifests.paths)
    try DiagnosticPrinter(context: context, output: output).print(loaded)
    guard loaded.desired != nil else { return .invalidManifests }
    switch try output.format(context) {
    case .text:
      let text = DiagnosticText(style: .plain)
      context.out.write(
        text.valid(
          loaded.report, objectCount: loaded.objectCount, fileCount: loaded.fileCount))
    case .json:
      context.out.write(
        try ValidateJSON().render(
          loaded.report, objectCount: loaded.objectCount, fileCount: loaded.fileCount,
          exit: ExitNote(ExitStatus.success)))
    }
    return .success
  }
}
