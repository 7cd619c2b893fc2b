internal import Texts

/// The address of an object: `kind/name`.
public struct ResourceID: Sendable, Hashable {
  /// The kind.
  public var kind: ResourceKind
  /// The name; for a client key, the name of its access point.
  public var name: String

  /// Creates an address.
  public init(_ kind: ResourceKind, _ name: String) {
    self.kind = kind
    self.name = name
  }

  /// Reads `policy/orders` or `aap/orders`; nothing when the kind is unknown or the name empty.
  public init?(parsing text: String) {
    guard let slash = text.unicodeScalars.firstIndex(of: "/") else { return nil }
    let name = String(text[text.index(after: slash)...])
    guard let kind = ResourceKind(addressWord: String(text[..<slash])), !name.isEmpty else {
      return nil
    }
    self.init(kind, name)
  }
}

extension ResourceID: CustomStringConvertible {
  /// `kind/name`, the kind in full.
  public var description: String { "\(kind.rawValue)/\(name)" }

  /// The form used in flags and messages: `aap/…` for access points.
  public var shortForm: String {
    kind == .accessPoint ? "aap/\(name)" : description
  }
}

extension ResourceID: Comparable {
  /// Orders by kind level, then name.
  public static func < (left: Self, right: Self) -> Bool {
    (left.kind, left.name) < (right.kind, right.name)
  }
}

extension ResourceID: Codable {
  /// Reads the address from its text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = ResourceID(parsing: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not an address of the form kind/name")
    }
    self = id
  }

  /// Writes the address as its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
