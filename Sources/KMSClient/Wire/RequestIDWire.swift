internal import FoundationEssentials

/// The id that every answer carries, whatever else is in it.
struct RequestIDWire: Decodable {
  private var id: LooseText?

  private enum CodingKeys: String, CodingKey { case id = "RequestId" }

  /// Reads the id out of a body.
  static func read(_ body: [UInt8]) -> String? {
    (try? JSONDecoder().decode(RequestIDWire.self, from: Data(body)))?.id?.text
  }
}
