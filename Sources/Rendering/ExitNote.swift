/// The exit status as JSON documents repeat it.
public struct ExitNote: Sendable, Hashable, Codable {
  /// The number the program ends with.
  public var code: Int32
  /// The status in a word or two, for example `refused`.
  public var reason: String

  /// Creates a note.
  public init(code: Int32, reason: String) {
    self.code = code
    self.reason = reason
  }
}
