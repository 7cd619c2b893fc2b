import FoundationEssentials
import Texts

/// A moment in UTC, to the second: the only resolution the service knows.
public struct Timestamp: Sendable, Hashable {
  /// Seconds since 1970-01-01T00:00:00Z.
  public var secondsSinceEpoch: Int64

  /// Creates a moment from seconds since the epoch.
  public init(secondsSinceEpoch: Int64) { self.secondsSinceEpoch = secondsSinceEpoch }

  /// Reads `YYYY-MM-DDThh:mm:ssZ`.
  public init?(iso8601 text: String) {
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    self.init(secondsSinceEpoch: Int64(date.timeIntervalSince1970.rounded(.down)))
  }

  /// The moment as the service writes it: `YYYY-MM-DDThh:mm:ssZ`.
  public var iso8601: String { date.formatted(.iso8601) }

  /// The moment without separators, for the marker: `YYYYMMDDThhmmssZ`.
  public var compact: String {
    String(iso8601.unicodeScalars.filter { $0 != "-" && $0 != ":" })
  }

  /// Reads the form without separators.
  public init?(compact text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
      bytes.enumerated().allSatisfy({ $0 == 8 || $0 == 15 || (48...57).contains($1) })
    else { return nil }
    let part = { (range: Range<Int>) in String(decoding: bytes[range], as: UTF8.self) }
    self.init(
      iso8601: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))"
        + "T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
    guard compact == text else { return nil }
  }

  var date: Date { Date(timeIntervalSince1970: Double(secondsSinceEpoch)) }

  /// The moment a number of seconds later (or earlier).
  public func adding(seconds: Int64) -> Timestamp {
    Timestamp(secondsSinceEpoch: secondsSinceEpoch + seconds)
  }

  /// Seconds from another moment to this one.
  public func seconds(since other: Timestamp) -> Int64 {
    secondsSinceEpoch - other.secondsSinceEpoch
  }
}

extension Timestamp: Comparable {
  /// Earlier is less.
  public static func < (left: Self, right: Self) -> Bool {
    left.secondsSinceEpoch < right.secondsSinceEpoch
  }
}

extension Timestamp: CustomStringConvertible {
  /// The ISO 8601 form.
  public var description: String { iso8601 }
}

extension Timestamp: Codable {
  /// Reads the ISO 8601 form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let moment = Timestamp(iso8601: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a UTC time")
    }
    self = moment
  }

  /// Writes the ISO 8601 form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(iso8601)
  }
}
