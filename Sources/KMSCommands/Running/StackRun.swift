internal import Applying
internal import ArgumentParser
internal import Cryptography
internal import Delivery
internal import KMSClient
internal import KMSModel
internal import Planning
internal import Rendering

/// The options of every command that compares a stack with the service.
struct StackRunOptions: ParsableArguments {
  @OptionGroup var stack: StackOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Connection") var connection: ConnectionOptions
}

/// A stack whose manifests are valid, and an open connection to its account.
struct StackRun {
  let desired: DesiredState
  let connection: Connection
  var options: PlanOptions
  let directory: String
  let environment: [String: String]
  let isSandbox: Bool
  let selectionSources: SelectionOptions.Sources
  let programs: any ProgramRunner
  let directories: DirectoryMaker
  let random: @Sendable (ClosedRange<Int64>) -> Int64
  let clock: any Clock<Duration>
  let runs: RunRegistry
  /// Whether this run may look at delivered files of this machine: `plan` and `drift` open none.
  var looksAtDestinations = false

  /// The same stack in a run that writes.
  var lookingAtDestinations: StackRun {
    var stack = self
    stack.looksAtDestinations = true
    return stack
  }

  /// What carries plans out here.
  func applier(
    parallelism: Int?, patience: Patience, memory: WriteMemory, _ interruption: Interruption
  ) -> Applier {
    let destinations = destinations(patience, interruption)
    return Applier(
      service: connection.service, destinations: { destinations.destination(for: $0) },
      passwords: PasswordReader(
        environment: environment, baseDirectory: directory, programs: programs),
      programs: programs,
      digest: DigestFunction(Digest.sha256), ignore: desired.stack.ignore,
      acceptedKeys: desired.stack.acceptedKeyIDs,
      keyCommand: desired.stack.keys.issuedBy == .rotate
        ? "kmsctl key rotate --due" : Applier.standardCommand,
      maximumParallelSteps: parallelism ?? Applier.standardParallelSteps, clock: clock,
      patience: patience, memory: memory, runs: runs, random: random)
  }

  /// Makes the destinations that manifests name.
  func destinations(
    _ patience: Patience = .none, _ interruption: Interruption = Interruption()
  ) -> Destinations {
    Destinations(
      baseDirectory: directory, environment: environment, programs: programs,
      secrets: connection.secrets ?? NoSecrets(), patience: patience, interruption: interruption,
      directories: directories)
  }

  /// A plan, and what it was made from.
  struct Reading {
    let live: LiveState
    let plan: Plan
  }

  /// Reads live state, sees that the command line's addresses stand for something, and plans.
  func makeFirstPlan(_ context: CommandContext) async throws -> Plan {
    try await makeFirstReading(context).plan
  }

  /// The same, with the live state.
  func makeFirstReading(
    _ context: CommandContext, waiting limit: Duration = .zero
  ) async throws -> Reading {
    let live = await RunWait(stack: self, context: context, limit: limit).readLive()
    let check = selectionCheck(live)
    try check.checkPatterns()
    let plan = makePlan(live, options)
    for line in try check.uselessAllowances(in: plan) {
      context.err.write("warning: \(Printable.escaped(line))\n")
    }
    return Reading(live: live, plan: plan)
  }

  /// Plans again after a plan was carried out.
  func makePlan(after plan: Plan, _ live: LiveState) -> Plan {
    var options = options
    options.keys = options.keys.after(plan)
    return makePlan(live, options)
  }

  func makePlan(_ live: LiveState, _ options: PlanOptions) -> Plan {
    var plan = Planner(digest: DigestFunction(Digest.sha256))
      .plan(desired: desired, live: live, options: options)
    plan.stack.endpoint = target.endpoint
    plan.stack.sandboxTime = live.clock.isMoved ? live.now : nil
    if let difference = live.clock.difference {
      plan.warnings.append(
        PlanWarning(nil, "\(difference.words): an apply refuses to write until they agree"))
    }
    return plan
  }

  /// What sees that the command line's addresses stand for something.
  func selectionCheck(_ live: LiveState) -> SelectionCheck {
    SelectionCheck(desired: desired, live: live, options: options, sources: selectionSources)
  }

  /// What is in effect here.
  var target: RunTarget { RunTarget(connection, stack: desired.stack, isSandbox: isSandbox) }

  func readLive() async -> LiveState {
    let instances = Set(desired.policies.values.compactMap(\.spec.scope.instanceID))
    var live = await LiveReader(
      service: connection.service, ignore: desired.stack.ignore, instances: instances
    ).read().noting(
      runs, owner: desired.stack.owner, digest: DigestFunction(Digest.sha256))
    if looksAtDestinations { live.heldUnrecorded = await unrecordedKeys(live) }
    return live
  }
}
