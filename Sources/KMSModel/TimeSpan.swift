import FoundationEssentials
import Texts

/// A length of time as users write it: `90d`, `12h`, `1y`.
///
/// A year is a calendar year; every other unit has a fixed length.
public struct TimeSpan: Sendable, Hashable {
  /// The units a span may be written in.
  public enum Unit: String, Sendable, Hashable, CaseIterable {
    /// Seconds; manifests have them where a program's time is meant, not where a key's is.
    case seconds = "s"
    /// Minutes.
    case minutes = "m"
    /// Hours.
    case hours = "h"
    /// Days of 24 hours.
    case days = "d"
    /// Weeks.
    case weeks = "w"
    /// Calendar years.
    case years = "y"
  }

  /// How many units.
  public var count: Int
  /// Which unit.
  public var unit: Unit

  /// The largest count of each unit that makes sense here; keeps arithmetic far from overflow.
  public static let maximumCount = 10_000_000

  /// Creates a span.
  public init(_ count: Int, _ unit: Unit) {
    self.count = count
    self.unit = unit
  }

  /// Reads `<digits><unit>`; nothing for anything else.
  public init?(parsing text: String) {
    guard let last = text.unicodeScalars.last, let unit = Unit(rawValue: String(last)) else {
      return nil
    }
    let digits = String(text.unicodeScalars.dropLast())
    guard !digits.isEmpty, digits.consists(\.isASCIIDigit),
      let count = Int(digits), count <= Self.maximumCount
    else { return nil }
    self.init(count, unit)
  }

  /// The moment this long after another.
  public func after(_ start: Timestamp) -> Timestamp { shift(start, by: count) }

  /// The moment this long before another.
  public func before(_ end: Timestamp) -> Timestamp { shift(end, by: -count) }

  /// The length in seconds, a year taken as 365 days: for comparing spans, not for dates.
  public var nominalSeconds: Int64 {
    switch unit {
    case .seconds: Int64(count)
    case .minutes: Int64(count) * 60
    case .hours: Int64(count) * 3_600
    case .days: Int64(count) * 86_400
    case .weeks: Int64(count) * 604_800
    case .years: Int64(count) * 31_536_000
    }
  }

  private func shift(_ moment: Timestamp, by count: Int) -> Timestamp {
    guard unit == .years else {
      let sign: Int64 = count < 0 ? -1 : 1
      return moment.adding(seconds: sign * nominalSeconds)
    }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    guard let date = calendar.date(byAdding: .year, value: count, to: moment.date) else {
      return moment.adding(seconds: Int64(count) * 31_536_000)
    }
    return Timestamp(secondsSinceEpoch: Int64(date.timeIntervalSince1970))
  }
}

extension TimeSpan: CustomStringConvertible {
  /// The written form.
  public var description: String { "\(count)\(unit.rawValue)" }
}

extension TimeSpan: Codable {
  /// Reads the written form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let span = TimeSpan(parsing: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a length of time")
    }
    self = span
  }

  /// Writes the written form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
