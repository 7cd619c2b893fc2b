internal import ArgumentParser
internal import Cryptography
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
  let options: PlanOptions
  let isSandbox: Bool

  /// Reads live state and plans.
  func makePlan() async throws -> Plan {
    let instances = Set(desired.policies.values.compactMap(\.spec.scope.instanceID))
    let live = try await connection.readLive(desired.stack, instances)
    return Planner(digest: DigestFunction(Digest.sha256))
      .plan(desired: desired, live: live, options: options)
  }
}
