internal import ArgumentParser
internal import Rendering

/// `kmsctl plan`.
struct PlanCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what an apply would do.",
    discussion: """
      Reads the manifests and the live service and prints the ordered difference: + create, \
      ~ update, - delete, -/+ replace. It changes nothing, runs no command and opens no \
      destination. A plan that holds a refusal names the exact flag that would allow it.

      Examples:
        kmsctl plan --sandbox
        kmsctl plan --detailed-exitcode          2 when there are changes
        kmsctl plan --target 'policy/orders-*'   a partial run: deletes nothing else
        kmsctl plan -o json > plan.json
      """)

  @OptionGroup var manifests: ManifestArguments
  @OptionGroup var run: StackRunOptions
  @OptionGroup(title: "Allow") var allowances: AllowanceOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: "Exit with 2 when there are changes.")
  var detailedExitcode = false

  @Flag(help: "List what is left alone by name.")
  var showUnmanaged = false

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let runner = StackRunner(
      context: context, run: run, output: output, paths: manifests.paths, allowances: allowances)
    return try await runner.run { stack in
      let plan = try await stack.makeFirstPlan(context)
      let printer = PlanPrinter(
        context: context, output: output,
        showsUnmanaged: context.isOn(showUnmanaged, "SHOW_UNMANAGED"), isSandbox: stack.isSandbox,
        target: stack.target)
      let isDetailed = context.isOn(detailedExitcode, "DETAILED_EXITCODE")
      let status = printer.status(plan, differs: isDetailed ? .changes : .success)
      try printer.print(plan, status: status)
      return status
    }
  }
}
