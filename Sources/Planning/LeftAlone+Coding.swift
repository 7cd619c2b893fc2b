internal import KMSModel

extension Coverage.LeftAlone {
  private enum Keys: String, CodingKey {
    case id, reason, owner, damage, unknown, keyID
  }

  private enum Word: String, Codable {
    case unmanaged, owned, damaged
    case notTargeted = "not-targeted"
    case unrecordedKey = "unrecorded-key"
    case acceptedKey = "accepted-key"
    case newerMarker = "newer-marker"
    case strayStandIn = "stray-stand-in"
  }

  /// Reads `{id, reason}` with `owner`, `damage`, `unknown` or `keyID` where the reason has one.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    let reason: Reason =
      switch try container.decode(Word.self, forKey: .reason) {
      case .unmanaged: .unmanaged
      case .owned: .owned(by: try container.decode(Owner.self, forKey: .owner))
      case .newerMarker:
        .newerMarker(try container.decode(String.self, forKey: .unknown))
      case .strayStandIn: .strayStandIn
      case .damaged: .damaged(try container.decode(String.self, forKey: .damage))
      case .notTargeted: .notTargeted
      case .unrecordedKey: .unrecordedKey
      case .acceptedKey: .acceptedKey
      }
    self.init(
      id: try container.decode(ResourceID.self, forKey: .id), reason: reason,
      keyID: try container.decodeIfPresent(String.self, forKey: .keyID))
  }

  /// Writes the same form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(id, forKey: .id)
    try container.encodeIfPresent(keyID, forKey: .keyID)
    switch reason {
    case .unmanaged: try container.encode(Word.unmanaged, forKey: .reason)
    case .owned(let owner):
      try container.encode(Word.owned, forKey: .reason)
      try container.encode(owner, forKey: .owner)
    case .newerMarker(let unknown):
      try container.encode(Word.newerMarker, forKey: .reason)
      try container.encode(unknown, forKey: .unknown)
    case .strayStandIn: try container.encode(Word.strayStandIn, forKey: .reason)
    case .damaged(let damage):
      try container.encode(Word.damaged, forKey: .reason)
      try container.encode(damage, forKey: .damage)
    case .notTargeted: try container.encode(Word.notTargeted, forKey: .reason)
    case .unrecordedKey: try container.encode(Word.unrecordedKey, forKey: .reason)
    case .acceptedKey: try container.encode(Word.acceptedKey, forKey: .reason)
    }
  }
}
