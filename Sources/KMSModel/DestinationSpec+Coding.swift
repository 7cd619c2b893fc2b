extension DestinationSpec: Codable {
  private enum Keys: String, CodingKey {
    case directory, command, kmsSecret, parts
  }

  /// Reads the object that plans have, for example `{"directory": {"path": "keys"}}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    parts = try container.decodeIfPresent(KeyParts.self, forKey: .parts) ?? .all
    if let spec = try container.decodeIfPresent(DirectorySpec.self, forKey: .directory) {
      place = .directory(spec)
    } else if let spec = try container.decodeIfPresent(CommandSpec.self, forKey: .command) {
      place = .command(spec)
    } else {
      place = .secret(try container.decode(SecretSpec.self, forKey: .kmsSecret))
    }
  }

  /// Writes the same form; `parts` only when it is not everything.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    switch place {
    case .directory(let spec): try container.encode(spec, forKey: .directory)
    case .command(let spec): try container.encode(spec, forKey: .command)
    case .secret(let spec): try container.encode(spec, forKey: .kmsSecret)
    }
    if parts != .all { try container.encode(parts, forKey: .parts) }
  }
}
