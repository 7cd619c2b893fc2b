/// The result of a small command as a versioned JSON document.
public struct ResultJSON: Sendable {
  private let name: String

  /// Creates a renderer; `name` is what `document` says.
  public init(_ name: String) { self.name = name }

  /// The document: the keys of `body`, and which document of which version it is.
  public func render(_ body: some Encodable) throws -> String {
    try JSONText.encode(Document(name: name, body: body))
  }

  private struct Document<Body: Encodable>: Encodable {
    var name: String
    var body: Body

    enum CodingKeys: String, CodingKey {
      case document, formatVersion
    }

    func encode(to encoder: any Encoder) throws {
      try body.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .document)
      try container.encode("1.0", forKey: .formatVersion)
    }
  }
}
