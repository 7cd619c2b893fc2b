internal import FoundationEssentials

/// JSON as every command prints it: keys sorted, two spaces, one line end at the end.
enum JSONText {
  static func encode(_ document: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }
}
