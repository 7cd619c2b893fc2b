import KMSModel
import Synchronization

@testable import KMSSandbox

/// The pretended account of one story, and everything it ever was.
final class Account: Sendable {
  /// The account after one change.
  struct Version: Sendable {
    var time: Int64
    var inventory: Inventory
  }

  let state: SandboxState
  let counter: KeyCounter
  private let routes: SandboxRoutes
  private let versions: Mutex<[Version]>

  init(
    _ inventory: Inventory, keyCount: Int, time: @escaping @Sendable () -> Timestamp, now: Int64
  ) throws {
    counter = KeyCounter(keyCount)
    state = try SandboxState(
      options: SandboxOptions(), store: nil, hostClock: time, keyMaker: KeyPool.maker(counter))
    routes = SandboxRoutes(state)
    versions = Mutex([Version(time: now, inventory: inventory)])
  }

  /// Puts the story's account in the sandbox's place.
  func begin() async { await state.install(inventory) }

  /// What is there now.
  var inventory: Inventory { versions.withLock { $0[$0.count - 1].inventory } }

  /// What was there at a moment.
  func inventory(at time: Int64) -> Inventory {
    versions.withLock { versions in
      (versions.last { $0.time <= time } ?? versions[0]).inventory
    }
  }

  /// Carries a request out; a read may be told to see an older account.
  func answer(_ request: SandboxRequest, asOf time: Int64? = nil) async -> SandboxAnswer {
    guard let time else { return await routes.answer(request) }
    await state.install(inventory(at: time))
    let answer = await routes.answer(request)
    await state.install(inventory)
    return answer
  }

  /// Takes note of what a request changed; what was there before it, when that is anything else.
  func settle(_ now: Int64) async -> Inventory? {
    let fresh = await state.inventory
    return versions.withLock { versions in
      let before = versions[versions.count - 1].inventory
      guard before.revision != fresh.revision else { return nil }
      versions.append(Version(time: now, inventory: fresh))
      return before
    }
  }
}

extension SandboxState {
  func install(_ other: Inventory) { inventory = other }

  func edit(_ change: (inout Inventory) -> Void) {
    change(&inventory)
    inventory.revision += 1
  }
}
