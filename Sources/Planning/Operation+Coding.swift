extension Step.Operation {
  private enum Keys: String, CodingKey {
    case action
  }

  private enum Action: String, Codable {
    case createNetworkRule, createPolicy, createAccessPoint
    case updateNetworkRule, updatePolicy, updateAccessPoint
    case delete, issueClientKey, deleteClientKey
  }

  /// Reads an object with `action` and, beside it, what the action needs.
  public init(from decoder: any Decoder) throws {
    let action = try decoder.container(keyedBy: Keys.self).decode(Action.self, forKey: .action)
    self =
      switch action {
      case .createNetworkRule: .createNetworkRule(try .init(from: decoder))
      case .createPolicy: .createPolicy(try .init(from: decoder))
      case .createAccessPoint: .createAccessPoint(try .init(from: decoder))
      case .updateNetworkRule: .updateNetworkRule(try .init(from: decoder))
      case .updatePolicy: .updatePolicy(try .init(from: decoder))
      case .updateAccessPoint: .updateAccessPoint(try .init(from: decoder))
      case .delete: .delete(try .init(from: decoder))
      case .issueClientKey: .issueClientKey(try .init(from: decoder))
      case .deleteClientKey: .deleteClientKey(try .init(from: decoder))
      }
  }

  /// Writes the same form.
  public func encode(to encoder: any Encoder) throws {
    let (action, content) = parts
    try content.encode(to: encoder)
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(action, forKey: .action)
  }

  private var parts: (Action, any Encodable) {
    switch self {
    case .createNetworkRule(let target): (.createNetworkRule, target)
    case .createPolicy(let target): (.createPolicy, target)
    case .createAccessPoint(let target): (.createAccessPoint, target)
    case .updateNetworkRule(let update): (.updateNetworkRule, update)
    case .updatePolicy(let update): (.updatePolicy, update)
    case .updateAccessPoint(let update): (.updateAccessPoint, update)
    case .delete(let deletion): (.delete, deletion)
    case .issueClientKey(let issue): (.issueClientKey, issue)
    case .deleteClientKey(let deletion): (.deleteClientKey, deletion)
    }
  }
}
