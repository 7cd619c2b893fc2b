/// The JSON Schemas of `schemas/`, as texts inside the program.
enum EmbeddedSchemas {
  /// Kinds first, then documents.
  static let all: [(name: String, text: String)] = []
}
