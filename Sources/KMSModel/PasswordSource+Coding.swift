extension PasswordSource {
  private enum Keys: String, CodingKey, CaseIterable {
    case generate, fromEnv, fromFile, fromCommand
  }

  private struct Generation: Codable {
    var length: Int
  }

  /// Reads the object manifests have, for example `{"fromEnv": "NAME"}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    switch container.allKeys.first {
    case .generate:
      let generation = try container.decode(Generation.self, forKey: .generate)
      self = .generate(length: generation.length)
    case .fromEnv: self = .fromEnv(try container.decode(String.self, forKey: .fromEnv))
    case .fromFile: self = .fromFile(try container.decode(String.self, forKey: .fromFile))
    case .fromCommand:
      self = .fromCommand(try container.decode([String].self, forKey: .fromCommand))
    case nil:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "no source of the password"))
    }
  }

  /// Writes the same form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    switch self {
    case .generate(let length): try container.encode(Generation(length: length), forKey: .generate)
    case .fromEnv(let name): try container.encode(name, forKey: .fromEnv)
    case .fromFile(let path): try container.encode(path, forKey: .fromFile)
    case .fromCommand(let words): try container.encode(words, forKey: .fromCommand)
    }
  }
}
