/// One file as it lies on disk, with the path people are shown.
public struct SourceFile: Sendable {
  /// The path in places and messages.
  public var path: String
  /// The bytes.
  public var bytes: [UInt8]

  /// Creates a file.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
