internal import KMSModel
public import Planning

/// The expiry board with what every format of it says.
public struct KeyReport: Sendable {
  let board: KeyBoard
  let stack: Plan.StackIdentity
  let alarms: [KeyAlarm]
  let isWhole: Bool
  let isSandbox: Bool

  /// Creates a report; `alarms` are what the run fails on.
  public init(
    _ board: KeyBoard, stack: Plan.StackIdentity, alarms: [KeyAlarm], isWhole: Bool,
    isSandbox: Bool
  ) {
    self.board = board
    self.stack = stack
    self.alarms = alarms
    self.isWhole = isWhole
    self.isSandbox = isSandbox
  }

  /// Whether any row sets an alarm off.
  public var isAlarming: Bool { board.rows.contains { !$0.alarms(of: alarms).isEmpty } }

  /// What happens to a row's key next, in a few words.
  func action(_ row: KeyRow) -> String {
    if let wayOut = row.wayOut { return "stuck: \(wayOut)" }
    switch row.nextAction {
    case .none: return row.state == .missing ? "nothing here issues one" : "-"
    case .report: return "look at it: kmsctl never touches it"
    case .finish: return "\(runner(row)) finishes it"
    case .remove: return "\(runner(row)) removes it"
    case .retire(let moment):
      return moment > board.now ? "retire from \(moment)" : "\(runner(row)) retires it"
    case .rotate(let moment):
      if let hold = row.hold {
        return (row.findings.contains(.missing) ? "issue" : "rotation due,")
          + " waits for \(Self.words(hold))"
      }
      if row.key == nil {
        return (row.owner != .ours && row.isDeferred ? "after 'kmsctl apply', " : "")
          + "\(runner(row)) issues one"
      }
      return moment > board.now ? "rotate from \(moment)" : "\(runner(row)) rotates it"
    }
  }

  private func runner(_ row: KeyRow) -> String {
    row.isDeferred ? "'key rotate --due'" : "the next apply"
  }

  private static func words(_ hold: KeyLifecycle.Hold) -> String {
    let until = hold.until.map { " until \($0)" } ?? ""
    switch hold.reason {
    case .window: return "its window\(until)"
    case .freeze: return "the end of a freeze\(until)"
    case .loopGuard: return "a day after the last one\(until)"
    case .predecessor(let id): return "\(id) to go\(until)"
    case .runLimit: return "a later run: keys.maxIssuesPerRun"
    }
  }

  /// Whose a row's access point is, in a word or two.
  static func owner(_ row: KeyRow) -> String {
    switch row.owner {
    case .ours: "this stack"
    case .stack(let name): "stack \(name)"
    case .nobody: "nobody"
    case .unclear: "unclear"
    case nil: "not there yet"
    }
  }

  /// What a failing row is about, in a sentence.
  func sentence(_ row: KeyRow) -> String {
    guard let key = row.key else {
      return "'\(row.accessPoint)' has no client key to use; \(action(row))"
    }
    let days = row.daysLeft ?? 0
    let end =
      days < 0
      ? "ended at \(key.notAfter)" : "ends at \(key.notAfter), \(Phrase.count(days, "day")) left"
    return "\(key.id) of '\(row.accessPoint)' is \(row.state.rawValue) and \(end); \(action(row))"
  }
}
