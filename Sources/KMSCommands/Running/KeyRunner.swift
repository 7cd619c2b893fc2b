internal import KMSModel
internal import Planning
internal import Rendering

/// Runs the client keys' part of a stack's plan: the steps of `apply`, for keys alone.
struct KeyRunner {
  let context: CommandContext
  let options: KeyRunOptions
  let output: OutputOptions

  /// Plans, asks, carries out and plans again; `prepare` says what is wanted once the stack is known.
  func run(
    _ prepare: (StackRun) async throws -> (keys: KeyOptions, accessPoints: [String]?)
  ) async throws -> ExitStatus {
    let approval = Approval(
      context: context, isGiven: options.autoApprove, review: .ownQuestion)
    let expected = try ApplyCommand.fingerprint(
      context.given(options.expect, "--expect", "EXPECT"))
    try approval.checkPossible()
    let runner = StackRunner(
      context: context, run: options.run, output: output, paths: [], programs: options.programs,
      isAboutManifests: false)
    return try await runner.run { stack in
      let wanted = try await prepare(stack)
      if wanted.accessPoints != nil, !stack.options.targets.isEmpty {
        throw CommandFailure(
          .usage, "--target cannot be used together with the names of access points or keys")
      }
      guard wanted.accessPoints?.isEmpty != true else {
        // Not a plan over everything: no name at all means that nothing is wanted.
        context.err.write("nothing to delete: no client key is proven to be an orphan of ours\n")
        if try output.format(context) == .json {
          let json = PlanJSON(purpose: .apply, isSandbox: stack.isSandbox)
          context.out.write(
            try json.render(Plan(stack: stack.identity), exit: ExitNote(.success)))
        }
        return .success
      }
      return try await ApplyRunner(
        context: context, output: output, approval: approval,
        stack: stack.aboutKeys(wanted.keys, of: wanted.accessPoints), expected: expected,
        showsUnmanaged: false, parallelism: options.run.connection.parallelism(context),
        waitLimit: options.waiting.limit(context)
      ).run()
    }
  }
}

extension StackRun {
  /// The same stack with a plan about client keys; `accessPoints` narrows it to theirs.
  fileprivate func aboutKeys(_ keys: KeyOptions, of accessPoints: [String]?) -> StackRun {
    var stack = lookingAtDestinations
    stack.options.keys = keys
    stack.options.keys.isKeyRun = true
    if let accessPoints {
      stack.options.targets = AddressPatternList(
        accessPoints.map { ResourceID(.clientKey, $0).description })
    }
    return stack
  }
}
