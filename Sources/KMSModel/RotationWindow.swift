/// Hours of the week in which a rotation may begin, in UTC.
public struct RotationWindow: Sendable, Hashable, Codable {
  /// A day of the week.
  public enum Weekday: String, Sendable, Hashable, Codable, CaseIterable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"
  }

  /// The days on which the window opens, in the order of the week; all seven when a manifest names
  /// none.
  public var days: [Weekday]
  /// When it opens, in minutes after midnight.
  public var opens: Int
  /// When it closes, in minutes after midnight; not after `opens` means on the next day.
  public var closes: Int

  /// Creates a window.
  public init(days: [Weekday] = Weekday.allCases, opens: Int, closes: Int) {
    self.days = Weekday.allCases.filter(days.contains)
    self.opens = opens
    self.closes = closes
  }
}

/// Days on which no rotation begins, both ends included, in UTC.
public struct RotationFreeze: Sendable, Hashable, Codable {
  /// The first moment of the first day.
  public var from: Timestamp
  /// The first moment after the last day.
  public var until: Timestamp

  /// Creates a freeze.
  public init(from: Timestamp, until: Timestamp) {
    self.from = from
    self.until = until
  }
}
