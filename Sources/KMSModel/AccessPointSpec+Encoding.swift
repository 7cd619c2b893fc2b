extension AccessPointSpec {
  private enum Keys: String, CodingKey {
    case authenticationMethod, policies
  }

  /// Writes the policies in order, so that equal specs are equal texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(authenticationMethod, forKey: .authenticationMethod)
    try container.encode(policies.sorted(), forKey: .policies)
  }
}
