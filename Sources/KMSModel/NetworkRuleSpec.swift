/// The type of a network rule; the wire spelling of the last two is inferred (kms-api §15 U1).
public struct NetworkType: OpenWord {
  /// The text on the wire and in manifests.
  public var rawValue: String
  /// Creates a type from its text.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Private addresses in the VPCs attached to the instance.
  public static let privateNetwork = NetworkType(rawValue: "Private")
  /// Public addresses, for the shared gateway.
  public static let publicNetwork = NetworkType(rawValue: "Public")
  /// Addresses inside named VPCs, for the shared gateway.
  public static let vpc = NetworkType(rawValue: "VPC")
}

/// What a network rule says, apart from its name and description.
public struct NetworkRuleSpec: Sendable, Hashable, Codable {
  /// The type; it cannot be changed on a live rule.
  public var type: NetworkType
  /// The allowed sources; order does not matter.
  public var sources: Set<SourceAddress>
  /// The text in which the sources were read.
  public var sourcesAsRead = AsRead<Set<SourceAddress>>()

  /// Creates a spec.
  public init(type: NetworkType, sources: Set<SourceAddress>) {
    self.type = type
    self.sources = sources
  }

  /// This spec in the form of one that was read, as far as both say the same.
  public func formed(like read: Self) -> Self {
    var formed = self
    formed.sourcesAsRead = read.sourcesAsRead
    return formed
  }

  /// The largest number of entries the service takes (kms-api §2).
  public static let maximumSources = 800
}

extension NetworkRuleSpec {
  private enum CodingKeys: String, CodingKey { case type, sources }

  /// Reads the type and a list of sources.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      type: try container.decode(NetworkType.self, forKey: .type),
      sources: Set(try container.decode([SourceAddress].self, forKey: .sources)))
  }

  /// Writes the sources sorted, so that equal specs have equal texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type, forKey: .type)
    try container.encode(sources.sorted(), forKey: .sources)
  }
}
