internal import ArgumentParser
internal import Rendering

/// `kmsctl drift`.
struct DriftCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "drift",
    abstract: "Tell whether live state differs from the manifests; exit 2 when it does.",
    discussion: """
      For a nightly job. Each difference says whose doing it is: [drift] somebody changed the \
      live object, [git] the manifests moved and were not applied, [both] both moved, [missing] \
      there is no live object, [adopt] it is live without an owner and would become this stack's, \
      [unknown] its marker does not tell. Rotations that are due and \
      markers that lag behind are shown, but are no drift. A client key that others made on one of \
      this stack's access points is drift until it is deleted or accepted in kmsctl.yaml. It never \
      says “No changes” about something it could not read.

      Exit statuses: 0 nothing differs, 2 something differs, 3 only a decision of yours could \
      reconcile it (each refusal names the flag) or a rotation is stuck (it names the next step), \
      1 something could not be read.

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
      let plan = try await stack.makeFirstPlan(context)
      let printer = PlanPrinter(
        context: context, output: output, purpose: .drift,
        showsUnmanaged: context.isOn(showUnmanaged, "SHOW_UNMANAGED"), isSandbox: stack.isSandbox,
        target: stack.target)
      let status = printer.status(plan, differs: .changes)
      try printer.print(plan, status: status)
      return status
    }
  }
}
