internal import Delivery
internal import KMSModel
internal import Planning

/// Carries out one step.
struct StepRunner {
  let context: StepContext

  func run(_ step: Step) async throws(StepFailure) {
    do { try await carryOut(step) } catch { throw context.objections.original(of: error) }
  }

  private func carryOut(_ step: Step) async throws(StepFailure) {
    let service = context.service
    switch step.operation {
    case .createNetworkRule(let target):
      try await ObjectCreation(target: target, service: service, note: context.note).run()
    case .createPolicy(let target):
      try await ObjectCreation(target: target, service: service, note: context.note).run()
    case .createAccessPoint(let target):
      try await ObjectCreation(target: target, service: service, note: context.note).run()
    case .updateNetworkRule(let update):
      try await ObjectUpdate(update: update, context: context).run()
    case .updatePolicy(let update):
      try await ObjectUpdate(update: update, context: context).run()
    case .updateAccessPoint(let update):
      try await ObjectUpdate(update: update, context: context).run()
    case .delete(let deletion):
      try await ObjectDeletion(
        deletion: deletion, context: context, dyingKeys: context.dyingKeys[deletion.id] ?? []
      ).run()
    case .issueClientKey(let order):
      try await AnotherRunsKey(order: order, context: context).excusing {
        () async throws(StepFailure) in
        try await ClientKeyIssuer(order: order, context: context).run()
      }
    case .deleteClientKey(let deletion) where deletion.cause == .orphan:
      try await OrphanRemoval(deletion: deletion, context: context).run()
    case .deleteClientKey(let deletion):
      try await ClientKeyDeletionStep(deletion: deletion, context: context).run()
    }
  }
}

/// What steps work with.
struct StepContext: Sendable {
  let service: any KMSService
  let stack: Plan.StackIdentity
  let owner: Owner
  let digest: DigestFunction
  let destinations: @Sendable (DestinationSpec) -> any ClientKeyDestination
  let passwords: PasswordReader
  let programs: any ProgramRunner
  let instances: InstanceAccesses
  /// Opens the private halves of new client keys.
  let openContainer: ContainerOpener
  let random: @Sendable (ClosedRange<Int64>) -> Int64
  let waiting: Waiting
  /// Which run this is, and which others are over.
  let runs: RunRegistry
  /// Whether the running step wrote anything, or may have.
  let hasWritten: @Sendable () -> Bool
  /// Whether a write of the running step had no answer: it may still land.
  let hasOpenOutcome: @Sendable () -> Bool
  /// The client keys that this run deleted.
  let deletedKeys: DeletedKeys
  /// The client keys that the plan showed to die with each access point.
  let dyingKeys: [ResourceID: Set<String>]
  /// Who refers to what now.
  let referrers: ReferrerLook
  /// The keys of others that the stack accepts, by their full ids.
  let acceptedKeys: Set<String>
  /// What this step's looks objected to.
  let objections = LookObjections()
  /// Whether the stack ignores an object: then nothing of it is read.
  let ignores: @Sendable (ResourceID) -> Bool
  /// Tells about the running step; never a secret.
  let note: @Sendable (String) async -> Void
}

extension StepContext {
  /// Fails as held when an object is an access point of ours at which another run issues a key.
  func checkFree<Spec: AppliedSpec>(_ live: LiveObject<Spec>) async throws(StepFailure) {
    let id = ResourceID(Spec.kind, live.name)
    guard id.kind == .accessPoint, let marker = live.reading.marker, marker.owner == owner,
      marker.isGenuine(for: id, digest: digest)
    else { return }
    try await AccessPointMarker(accessPoint: live.name, context: self).checkFree(marker)
  }
}
