extension NetworkRuleSpec {
  private enum Keys: String, CodingKey {
    case type, sources
  }

  /// Writes the sources in order, so that equal specs are equal texts.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(type, forKey: .type)
    try container.encode(sources.sorted(), forKey: .sources)
  }
}
