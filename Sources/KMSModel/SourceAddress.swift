internal import Texts

/// One allowed source of a network rule.
///
/// Anything the service returns survives: what is not IPv4 stays the text it was.
public struct SourceAddress: Sendable, Hashable {
  /// What the entry says.
  public enum Range: Sendable, Hashable {
    /// An address or block, compared by meaning.
    case block(IPv4Block)
    /// A live value kmsctl does not understand (IPv6, a new form), kept to the letter.
    case opaque(String)
  }

  /// The VPC the addresses lie in; only for rules of type VPC.
  public var vpc: String?
  /// The addresses.
  public var range: Range

  /// Creates an entry.
  public init(vpc: String? = nil, range: Range) {
    self.vpc = vpc
    self.range = range
  }

  /// Creates an entry from an address as written; never fails, what is not IPv4 is opaque.
  public init(_ text: String, vpc: String? = nil) {
    self.init(vpc: vpc, range: IPv4Block(text).map(Range.block) ?? .opaque(text))
  }

  /// Whether this entry allows everything another one allows.
  public func covers(_ other: SourceAddress) -> Bool {
    guard vpc == other.vpc else { return false }
    switch (range, other.range) {
    case (.block(let mine), .block(let theirs)): return mine.contains(theirs)
    case (.opaque(let mine), .opaque(let theirs)): return mine == theirs
    case (.block, .opaque), (.opaque, .block): return false
    }
  }
}

extension SourceAddress: CustomStringConvertible, Comparable, Codable {
  /// The canonical text: `10.0.0.0/8`, or `vpc-…:10.0.0.0/8` inside a VPC.
  public var description: String {
    let text =
      switch range {
      case .block(let block): block.description
      case .opaque(let text): text
      }
    return vpc.map { "\($0):\(text)" } ?? text
  }

  /// Orders by VPC, then number, then text.
  public static func < (left: Self, right: Self) -> Bool {
    left.sortKey < right.sortKey
  }

  private var sortKey: (String, UInt64, String) {
    guard case .block(let block) = range else { return (vpc ?? "", .max, description) }
    return (vpc ?? "", UInt64(block.network) << 8 | UInt64(block.prefixLength), "")
  }

  /// Reads the canonical text.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    let parts = text.parts(at: ":", atMost: 2).map(String.init)
    if text.begins(with: "vpc-"), parts.count == 2 {
      self.init(parts[1], vpc: parts[0])
    } else {
      self.init(text)
    }
  }

  /// Writes the canonical text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
