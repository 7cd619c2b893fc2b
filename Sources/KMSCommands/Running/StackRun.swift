internal import Applying
internal import ArgumentParser
internal import Cryptography
internal import Delivery
internal import KMSClient
internal import KMSModel
internal import Planning

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
  let programs: any ProgramRunner

  /// What carries plans out here.
  func applier(parallelism: Int?) -> Applier {
    let destinations = destinations
    return Applier(
      service: connection.service, destinations: { destinations.destination(for: $0) },
      passwords: PasswordReader(
        environment: environment, baseDirectory: directory, programs: programs),
      programs: programs,
      digest: DigestFunction(Digest.sha256),
      maximumParallelSteps: parallelism ?? Applier.standardParallelSteps)
  }

  /// Makes the destinations that manifests name.
  var destinations: Destinations {
    Destinations(
      baseDirectory: directory, environment: environment, programs: programs,
      secrets: connection.secrets ?? NoSecrets())
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
  func makeFirstReading(_ context: CommandContext) async throws -> Reading {
    let live = await readLive()
    let check = SelectionCheck(desired: desired, live: live, options: options)
    try check.checkPatterns()
    let plan = makePlan(live, options)
    for line in check.uselessAllowances(in: plan) { context.err.write("warning: \(line)\n") }
    return Reading(live: live, plan: plan)
  }

  /// Reads live state and plans again after a plan was carried out.
  func makeReading(after plan: Plan) async -> Reading {
    var options = options
    options.keys = options.keys.after(plan)
    let live = await readLive()
    return Reading(live: live, plan: makePlan(live, options))
  }

  private func makePlan(_ live: LiveState, _ options: PlanOptions) -> Plan {
    Planner(digest: DigestFunction(Digest.sha256))
      .plan(desired: desired, live: live, options: options)
  }

  func readLive() async -> LiveState {
    let instances = Set(desired.policies.values.compactMap(\.spec.scope.instanceID))
    return await LiveReader(
      service: connection.service, ignore: desired.stack.ignore, instances: instances
    ).read()
  }
}
