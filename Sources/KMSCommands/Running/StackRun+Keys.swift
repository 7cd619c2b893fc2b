internal import Cryptography
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
  func makeKeyBoard(isWhole: Bool) async throws -> KeyBoard {
    let live = await readLive()
    try selectionCheck(live).checkPatterns()
    return KeyBoard(
      desired: desired, live: live, isWhole: isWhole, digest: DigestFunction(Digest.sha256)
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
