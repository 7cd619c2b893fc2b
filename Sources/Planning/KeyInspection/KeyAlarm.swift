internal import Texts

/// What of a board a pipeline fails on: findings, or too few days left.
public enum KeyAlarm: Sendable, Hashable, CustomStringConvertible {
  /// A finding.
  case finding(KeyFinding)
  /// A key in use has at most this many days left.
  case daysLeft(Int)

  /// Reads a finding's word, or `30d`.
  public init?(parsing text: String) {
    if let finding = KeyFinding(rawValue: text) {
      self = .finding(finding)
    } else if let digits = text.rest(before: "d"), let days = Int(digits),
      (0...3_660).contains(days)
    {
      self = .daysLeft(days)
    } else {
      return nil
    }
  }

  /// The form that is read.
  public var description: String {
    switch self {
    case .finding(let finding): finding.rawValue
    case .daysLeft(let days): "\(days)d"
    }
  }

  /// Whether a row sets it off.
  public func isSetOff(by row: KeyRow) -> Bool {
    switch self {
    case .finding(let finding): row.findings.contains(finding)
    case .daysLeft(let days): row.isInUse && (row.daysLeft.map { $0 <= days } ?? false)
    }
  }
}

extension KeyRow {
  /// The alarms this row sets off, in their order.
  public func alarms(of all: [KeyAlarm]) -> [KeyAlarm] { all.filter { $0.isSetOff(by: self) } }
}
