extension FieldChange.Value {
  private enum Keys: String, CodingKey {
    case before, after, added, removed, kept
  }

  /// Reads `{before, after}` or `{added, removed, kept}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    guard container.contains(.added) else {
      self = .single(
        before: try container.decodeIfPresent(String.self, forKey: .before),
        after: try container.decodeIfPresent(String.self, forKey: .after))
      return
    }
    self = .set(
      added: try container.decode([String].self, forKey: .added),
      removed: try container.decode([String].self, forKey: .removed),
      kept: try container.decode([String].self, forKey: .kept))
  }

  /// Writes the same two forms.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    switch self {
    case .single(let before, let after):
      try container.encodeIfPresent(before, forKey: .before)
      try container.encodeIfPresent(after, forKey: .after)
    case .set(let added, let removed, let kept):
      try container.encode(added, forKey: .added)
      try container.encode(removed, forKey: .removed)
      try container.encode(kept, forKey: .kept)
    }
  }
}
