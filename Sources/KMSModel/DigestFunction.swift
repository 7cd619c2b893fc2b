/// A SHA-256 that is handed in, so that the model and the planner need no cryptography library.
public struct DigestFunction: Sendable {
  private let body: @Sendable ([UInt8]) -> [UInt8]

  /// Wraps a function that returns the 32 bytes of a SHA-256.
  public init(_ body: @escaping @Sendable ([UInt8]) -> [UInt8]) { self.body = body }

  /// The digest of a text in lower-case hex, 64 digits.
  public func hex(_ text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var hex: [UInt8] = []
    hex.reserveCapacity(64)
    for byte in body(Array(text.utf8)) {
      hex.append(digits[Int(byte >> 4)])
      hex.append(digits[Int(byte & 15)])
    }
    return String(decoding: hex, as: UTF8.self)
  }
}
