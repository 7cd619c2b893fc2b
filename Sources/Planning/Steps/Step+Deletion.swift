public import KMSModel

extension Step {
  /// A deletion of a rule, policy or access point.
  public struct Deletion: Sendable, Hashable {
    /// What goes.
    public var id: ResourceID
    /// The Description exactly as it must be live right before: proves it is still ours.
    public var rawDescription: String
    /// The spec as it must be live right before: proves that nobody put it to another use.
    public var spec: DeletedSpec

    /// Creates a deletion.
    public init(id: ResourceID, rawDescription: String, spec: DeletedSpec) {
      self.id = id
      self.rawDescription = rawDescription
      self.spec = spec
    }
  }

  /// What an object is that goes.
  public enum DeletedSpec: Sendable, Hashable {
    /// A rule.
    case networkRule(NetworkRuleSpec)
    /// A policy.
    case policy(PolicySpec)
    /// An access point.
    case accessPoint(AccessPointSpec)
  }
}

extension Step.Deletion: Codable {
  private enum Keys: String, CodingKey { case id, rawDescription, spec }

  /// Reads `{id, rawDescription, spec}`; the id says which form the spec has.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let id = try container.decode(ResourceID.self, forKey: .id)
    let spec: Step.DeletedSpec =
      switch id.kind {
      case .networkRule:
        .networkRule(try container.decode(NetworkRuleSpec.self, forKey: .spec))
      case .policy: .policy(try container.decode(PolicySpec.self, forKey: .spec))
      case .accessPoint, .clientKey:
        .accessPoint(try container.decode(AccessPointSpec.self, forKey: .spec))
      }
    self.init(
      id: id, rawDescription: try container.decode(String.self, forKey: .rawDescription),
      spec: spec)
  }

  /// Writes the same form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(id, forKey: .id)
    try container.encode(rawDescription, forKey: .rawDescription)
    switch spec {
    case .networkRule(let spec): try container.encode(spec, forKey: .spec)
    case .policy(let spec): try container.encode(spec, forKey: .spec)
    case .accessPoint(let spec): try container.encode(spec, forKey: .spec)
    }
  }
}
