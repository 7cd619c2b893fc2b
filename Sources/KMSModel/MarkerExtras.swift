/// What a newer kmsctl has put into a marker of this number: passed on as it was found, never
/// understood (decision 24).
///
/// Only reading a marker makes one, so nothing else can get in.
public struct MarkerExtras: Sendable, Hashable, Codable {
  /// One field, name and value.
  public struct Field: Sendable, Hashable, Codable {
    /// The letter of the known field it stands after; empty when it stands before all of them.
    public internal(set) var after: String
    /// The field as it is written: `z=…`.
    public internal(set) var text: String

    init(after: String, text: String) {
      self.after = after
      self.text = text
    }

    /// The place is none of what it says: the field before it may go, and it stays the same.
    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }

    /// Adds what it says.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  /// Lower-case letters among the flags, in the order found.
  public internal(set) var flags: String
  /// Fields with names in lower case, in the order found.
  public internal(set) var fields: [Field]

  init(flags: String = "", fields: [Field] = []) {
    self.flags = flags
    self.fields = fields
  }
}
