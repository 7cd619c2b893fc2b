/// A SHA-256 that is handed in, so that the model and the planner need no cryptography library.
public struct DigestFunction: Sendable {
  private let body: @Sendable ([UInt8]) -> [UInt8]

  /// Wraps a function that returns the 32 bytes of a SHA-256.
  public init(_ body: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.body = body }

  /// The digest of a text in lower-case hex, 64 digits.
  public func hex(_ text: String) -> String {
    body(Array(text.utf8)).reduce(into: "") { hex, byte in
      hex += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
  }
}
