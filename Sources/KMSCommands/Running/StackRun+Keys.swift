internal import Applying
internal import Cryptography
internal import Delivery
internal import KMSModel
internal import Planning
internal import Rendering

extension StackRun {
  /// Whose keys these are.
  var identity: Plan.StackIdentity {
    let stack = desired.stack
    return Plan.StackIdentity(
      name: stack.owner.stack, uid: stack.owner.uid, account: stack.account, region: stack.region,
      endpoint: target.endpoint)
  }

  /// Reads live state and makes the expiry board of what the command line selects.
  func makeKeyBoard(isWhole: Bool, checksDestinations: Bool = false) async throws -> KeyBoard {
    let live = await readLive()
    try selectionCheck(live).checkPatterns()
    let board = KeyBoard(
      desired: desired, live: live, isWhole: isWhole, digest: DigestFunction(Digest.sha256)
    ) { isSelected($0) }
    guard checksDestinations else { return board }
    let deliveries = await deliveries(live, .everywhere)
    return board.with(Dictionary(uniqueKeysWithValues: deliveries.map { ($0.accessPoint, $0) }))
  }

  /// The keys in use that a directory of this machine does not hold any more; asks nobody else.
  func lostDeliveries(_ live: LiveState) async -> [KeyDelivery] {
    await deliveries(live, .thisMachine).filter(\.isLost)
  }

  /// The keys that no marker records and that the directories of this machine hold.
  func unrecordedKeys(_ live: LiveState) async -> Set<String> {
    let destinations = destinations()
    return await DeliveryCheck(.thisMachine) { destinations.destination(for: $0) }
      .unrecorded(desired: desired, live: live, digest: DigestFunction(Digest.sha256))
  }

  private func deliveries(
    _ live: LiveState, _ reach: DeliveryCheck.Reach
  ) async -> [KeyDelivery] {
    let destinations = destinations(Patience())
    return await DeliveryCheck(reach) { destinations.destination(for: $0) }.deliveries(
      desired: desired, live: live, digest: DigestFunction(Digest.sha256)
    ) { isSelected($0) }
  }

  /// The same for some access points, whatever the command line selects.
  func makeKeyBoard(of names: Set<String>) async -> KeyBoard {
    KeyBoard(
      desired: desired, live: await readLive(), isWhole: false,
      digest: DigestFunction(Digest.sha256)
    ) { names.contains($0) }
  }

  private func isSelected(_ accessPoint: String) -> Bool {
    let ids = [ResourceID(.accessPoint, accessPoint), ResourceID(.clientKey, accessPoint)]
    let isTarget = options.targets.isEmpty || ids.contains { options.targets.matches($0) }
    return isTarget && !ids.contains { options.excludes.matches($0) }
  }
}
