/// The keys of one mapping: the one list behind decoding, suggestions and the schema test.
struct FieldTable: Sendable {
  /// Keys that must be there.
  var required: [String]
  /// Keys that may be there.
  var optional: [String]
  /// Keys that are understood but not available, with what to say about them.
  var reserved: [String: String]

  init(required: [String] = [], optional: [String] = [], reserved: [String: String] = [:]) {
    self.required = required
    self.optional = optional
    self.reserved = reserved
  }

  /// Every key that may be there.
  var names: [String] { required + optional }
}
