extension PolicySpec {
  private enum Keys: String, CodingKey {
    case scope, roles, resources, networkAccess
  }

  /// Writes every set in order, so that equal specs are equal texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(scope, forKey: .scope)
    try container.encode(roles.map(\.rawValue).sorted(), forKey: .roles)
    try container.encode(resources.sorted(), forKey: .resources)
    try container.encode(networkAccess, forKey: .networkAccess)
  }
}
