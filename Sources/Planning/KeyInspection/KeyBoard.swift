internal import Diagnostics
public import KMSModel

/// Every client key with its state and what happens to it next: the expiry board.
///
/// The states of a stack's own keys are those of `KeyLifecycle`, the function that `plan` decides
/// with; what is not the stack's is judged by its dates alone.
public struct KeyBoard: Sendable, Hashable {
  /// The rows, the most urgent first.
  public private(set) var rows: [KeyRow]
  /// The service's time.
  public let now: Timestamp
  /// What could not be read; nothing is known about its keys.
  public let unreadable: [UnreadableObject]
  /// Whether destinations were asked what they hold.
  public private(set) var areDestinationsChecked = false

  /// Makes the board of a stack, or with `isWhole` of everything in the account and region.
  ///
  /// `names` says which access points are wanted.
  public init(
    desired: DesiredState, live: LiveState, isWhole: Bool, digest: DigestFunction,
    where isWanted: (_ accessPoint: String) -> Bool = { _ in true }
  ) {
    now = live.now
    unreadable = live.unreadable
    let schedule = KeySchedule(desired: desired, live: live, digest: digest)
    let accepted = Set(desired.stack.acceptedKeys.map(\.value))
    var rows: [KeyRow] = []
    for (name, lifecycle) in schedule.lifecycles where isWanted(name) {
      let owner = live.accessPoints[name].map {
        KeyTrace.Owner(
          $0.reading, of: ResourceID(.accessPoint, name),
          for: desired.stack.ownership == .marker ? desired.stack.owner : nil, digest: digest)
      }
      let isDeclared = desired.clientKeys[name] != nil || desired.accessPoints[name] != nil
      guard isWhole || isDeclared || owner == .ours else { continue }
      rows += lifecycle.keys.map { key in
        KeyRow(
          key, of: lifecycle, owner: owner ?? .nobody, isAccepted: accepted.contains(key.live.id),
          now: live.now)
      }
      if let missing = KeyRow(missingOf: lifecycle, owner: owner, desired: desired, live: live) {
        rows.append(missing)
      }
    }
    self.rows = rows.sorted { $0.urgency < $1.urgency }
  }

  /// The board with what the destinations of current keys hold, by access point.
  public func with(_ deliveries: [String: KeyDelivery]) -> KeyBoard {
    var board = self
    board.areDestinationsChecked = true
    for index in board.rows.indices {
      let row = board.rows[index]
      guard let delivery = deliveries[row.accessPoint], delivery.keyID == row.key?.id else {
        continue
      }
      board.rows[index].set(delivery)
    }
    board.rows.sort { $0.urgency < $1.urgency }
    return board
  }

  /// The board with some of its rows only.
  public func `where`(_ isWanted: (KeyRow) -> Bool) -> KeyBoard {
    var board = self
    board.rows = rows.filter(isWanted)
    return board
  }
}
