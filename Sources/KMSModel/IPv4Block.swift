internal import Texts

/// An IPv4 address or CIDR block, compared by meaning: `10.0.0.1` equals `10.0.0.1/32`.
public struct IPv4Block: Sendable, Hashable {
  /// The network address, host bits cleared.
  public let network: UInt32
  /// The prefix length, 0 to 32.
  public let prefixLength: Int

  /// Creates a block; host bits are cleared.
  public init(network: UInt32, prefixLength: Int) {
    precondition((0...32).contains(prefixLength), "a prefix length is 0 to 32")
    self.network = network & Self.mask(prefixLength)
    self.prefixLength = prefixLength
  }

  /// Reads `a.b.c.d` or `a.b.c.d/n`, clearing host bits; nothing for anything else.
  public init?(_ text: String) {
    guard let read = Self.read(text) else { return nil }
    self.init(network: read.address, prefixLength: read.prefixLength)
  }

  /// Whether a text is a block with host bits set, such as `10.0.0.1/24`.
  public static func hasHostBits(_ text: String) -> Bool {
    guard let read = read(text) else { return false }
    return read.address & ~mask(read.prefixLength) != 0
  }

  /// The first address.
  public var first: UInt32 { network }
  /// The last address.
  public var last: UInt32 { network | ~Self.mask(prefixLength) }

  /// Whether every address of another block is in this one.
  public func contains(_ other: IPv4Block) -> Bool {
    first <= other.first && other.last <= last
  }

  /// Whether the block lies wholly in RFC 1918, RFC 6598, loopback or link-local space.
  public var isPrivate: Bool {
    Self.privateBlocks.contains { $0.contains(self) }
  }

  private static let privateBlocks = [
    IPv4Block(network: 0x0A00_0000, prefixLength: 8),
    IPv4Block(network: 0xAC10_0000, prefixLength: 12),
    IPv4Block(network: 0xC0A8_0000, prefixLength: 16),
    IPv4Block(network: 0x6440_0000, prefixLength: 10),
    IPv4Block(network: 0x7F00_0000, prefixLength: 8),
    IPv4Block(network: 0xA9FE_0000, prefixLength: 16),
  ]

  /// `255.255.255.255/32`, in bytes.
  private static let longestText = 18

  private static func mask(_ length: Int) -> UInt32 {
    length == 0 ? 0 : UInt32.max << UInt32(32 - length)
  }

  private static func read(_ text: String) -> (address: UInt32, prefixLength: Int)? {
    guard text.utf8.count <= longestText else { return nil }
    let parts = text.parts(at: "/", keepsEmpty: true)
    guard let address = parts.first.flatMap({ readAddress($0) }), parts.count <= 2 else {
      return nil
    }
    guard parts.count == 2 else { return (address, 32) }
    guard let length = readNumber(parts[1], atMost: 32) else { return nil }
    return (address, length)
  }

  private static func readAddress(_ text: Substring) -> UInt32? {
    let bytes = text.parts(at: ".", keepsEmpty: true)
    guard bytes.count == 4 else { return nil }
    var address: UInt32 = 0
    for byte in bytes {
      guard let value = readNumber(byte, atMost: 255) else { return nil }
      address = address << 8 | UInt32(value)
    }
    return address
  }

  private static func readNumber(_ text: Substring, atMost limit: Int) -> Int? {
    guard (1...3).contains(text.utf8.count), text.consists({ $0.isASCIIDigit }),
      text.utf8.count == 1 || text.unicodeScalars.first != "0", let value = Int(text),
      value <= limit
    else { return nil }
    return value
  }
}

extension IPv4Block: CustomStringConvertible {
  /// The canonical form: a bare address for a single one, else `network/length`.
  public var description: String {
    let bytes = [24, 16, 8, 0].map { String(network >> UInt32($0) & 0xFF) }
    let address = bytes.joined(separator: ".")
    return prefixLength == 32 ? address : "\(address)/\(prefixLength)"
  }
}
