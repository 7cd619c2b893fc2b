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
  let options: PlanOptions
  let directory: String
  let environment: [String: String]
  let isSandbox: Bool

  /// What carries plans out here.
  func applier(parallelism: Int?) -> Applier {
    let destinations = Destinations(baseDirectory: directory, environment: environment)
    return Applier(
      service: connection.service, destinations: { destinations.destination(for: $0) },
      passwords: PasswordReader(environment: environment, baseDirectory: directory),
      digest: DigestFunction(Digest.sha256),
      maximumParallelSteps: parallelism ?? Applier.standardParallelSteps)
  }

  /// Reads live state and plans.
  func makePlan() async -> Plan {
    let instances = Set(desired.policies.values.compactMap(\.spec.scope.instanceID))
    let live = await LiveReader(
      service: connection.service, ignore: desired.stack.ignore, instances: instances
    ).read()
    return Planner(digest: DigestFunction(Digest.sha256))
      .plan(desired: desired, live: live, options: options)
  }
}
