internal import ArgumentParser
internal import Texts

/// `kmsctl apply`.
struct ApplyCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Plan, ask, and carry the plan out.",
    discussion: """
      Prints the plan, asks for 'yes' on a terminal, runs independent steps side by side, and \
      reads everything again at the end: what is left over is reported and exits with 5. What \
      failed, what was skipped because of it and what never began is said plainly; the next run \
      continues from there. Ctrl-C finishes what is in flight, a second one stops at once.

      Examples:
        kmsctl apply --sandbox
        kmsctl apply --auto-approve --expect sha256:…     in a pipeline, exactly what was reviewed
        kmsctl apply --allow-delete aap/old-batch
        kmsctl apply --allow-exec /usr/bin/kubectl        a destination of the manifests runs it
        kmsctl apply manifests/payments.yaml              a partial run: deletes nothing else
      """)

  @OptionGroup var manifests: ManifestArguments
  @OptionGroup var run: StackRunOptions
  @OptionGroup(title: "Allow") var allowances: AllowanceOptions
  @OptionGroup(title: "Allow") var programs: ProgramOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: "Do not ask.")
  var autoApprove = false

  @Option(
    help: ArgumentHelp(
      "Apply only if the plan has this fingerprint; otherwise exit 6.", valueName: "fingerprint"))
  var expect: String?

  @OptionGroup var waiting: WaitOption

  @Flag(help: "List what is left alone by name.")
  var showUnmanaged = false

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let approval = Approval(context: context, isGiven: autoApprove, review: .plan)
    let expected = try Self.fingerprint(context.given(expect, "--expect", "EXPECT"))
    try approval.checkPossible()
    let runner = StackRunner(
      context: context, run: run, output: output, paths: manifests.paths, allowances: allowances,
      programs: programs)
    return try await runner.run { stack in
      try await ApplyRunner(
        context: context, output: output, approval: approval,
        stack: stack.lookingAtDestinations,
        expected: expected,
        showsUnmanaged: context.isOn(showUnmanaged, "SHOW_UNMANAGED"),
        parallelism: run.connection.parallelism(context), waitLimit: waiting.limit(context)
      ).run()
    }
  }

  /// Anything else could never be a plan's: a mistake, not a plan that moved.
  static func fingerprint(_ given: CommandContext.Given?) throws -> String? {
    guard let given else { return nil }
    let text = given.value
    let digits = text.rest(after: "sha256:") ?? ""
    guard !digits.isEmpty, digits.consists({ $0.isASCIIHexDigit }) else {
      throw CommandFailure(
        .usage, "\(given.source) is '\(text)', expected a fingerprint of the form sha256:…",
        nextStep: "take it from the last line of 'kmsctl plan', or .fingerprint of its JSON")
    }
    return text
  }
}
