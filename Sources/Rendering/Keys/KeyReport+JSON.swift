internal import KMSModel
internal import Planning

extension KeyReport {
  /// The versioned JSON document; `schemas/key-list.schema.json` describes it.
  public func json(exit: ExitNote) throws -> String {
    try JSONText.encode(
      Document(
        stack: stack, time: board.now, isWhole: isWhole, isSandbox: isSandbox,
        failOn: alarms.map(\.description), keys: board.rows.map { Entry($0, alarms) },
        unreadable: board.unreadable, exit: exit))
  }

  private struct Document: Encodable {
    var document = "key-list"
    var formatVersion = "1.0"
    var stack: Plan.StackIdentity
    var time: Timestamp
    var isWhole: Bool
    var isSandbox: Bool
    var failOn: [String]
    var keys: [Entry]
    var unreadable: [UnreadableObject]
    var exit: ExitNote
  }

  private struct Entry: Encodable {
    var accessPoint: String
    var owner: String
    var state: KeyRow.State
    var keyID: String?
    var notBefore: Timestamp?
    var notAfter: Timestamp?
    var createTime: Timestamp?
    var ageDays: Int?
    var daysLeft: Int?
    var threshold: Int?
    var nextAction: Action
    var isDeferred: Bool
    var delivered: KeyDelivery.Verdict?
    var deliveries: [KeyDelivery.Place]?
    var wayOut: String?
    var findings: [String]
    var alarms: [String]

    init(_ row: KeyRow, _ alarms: [KeyAlarm]) {
      accessPoint = row.accessPoint
      switch row.owner {
      case .ours: owner = "this-stack"
      case .stack(let name): owner = name
      case .nobody: owner = "nobody"
      case .unclear: owner = "unclear"
      case nil: owner = "not-there"
      }
      state = row.state
      keyID = row.key?.id
      notBefore = row.key?.notBefore
      notAfter = row.key?.notAfter
      createTime = row.key?.createTime
      ageDays = row.ageDays
      daysLeft = row.daysLeft
      threshold = row.threshold
      nextAction = Action(row)
      isDeferred = row.isDeferred
      delivered = row.delivery?.verdict
      deliveries = row.delivery?.places
      wayOut = row.wayOut
      findings = row.findings.map(\.rawValue).sorted()
      self.alarms = row.alarms(of: alarms).map(\.description)
    }
  }

  private struct Action: Encodable {
    var kind: String
    var at: Timestamp?
    var waitsFor: String?
    var waitsUntil: Timestamp?

    init(_ row: KeyRow) {
      switch row.nextAction {
      case .rotate(let moment): (kind, at) = (row.key == nil ? "issue" : "rotate", moment)
      case .retire(let moment): (kind, at) = ("retire", moment)
      case .remove: kind = "remove"
      case .finish: kind = "finish"
      case .report: kind = "report"
      case .none: kind = "none"
      }
      guard let hold = row.hold else { return }
      waitsUntil = hold.until
      waitsFor =
        switch hold.reason {
        case .window: "window"
        case .freeze: "freeze"
        case .loopGuard: "loop-guard"
        case .predecessor: "predecessor"
        case .runLimit: "run-limit"
        }
    }
  }
}
