internal import ArgumentParser
internal import Rendering

/// `kmsctl drift`.
struct DriftCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Tell whether live state differs from the manifests; exit 2 when it does.",
    discussion: """
      For a nightly job. [drift] marks what somebody changed behind Git's back, [git] what was \
      committed but never applied. Rotations that are due and markers that lag behind are shown, \
      but are no drift. It never says “No changes” about something it could not read.

      Examples:
        kmsctl drift
        kmsctl drift -o json
        kmsctl drift --target 'policy/*'
      """)

  @OptionGroup var manifests: ManifestArguments
  @OptionGroup var run: StackRunOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: "List what is left alone by name.")
  var showUnmanaged = false

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let runner = StackRunner(
      context: context, run: run, output: output, paths: manifests.paths)
    return try await runner.run { stack in
      let plan = await stack.makePlan()
      let printer = PlanPrinter(
        context: context, output: output, purpose: .drift,
        showsUnmanaged: context.isOn(showUnmanaged, "SHOW_UNMANAGED"), isSandbox: stack.isSandbox)
      let status = printer.status(plan, differs: .changes)
      try printer.print(plan, status: status)
      return status
    }
  }
}
