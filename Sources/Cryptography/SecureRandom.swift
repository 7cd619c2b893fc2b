internal import COpenSSL

/// Random bytes from libcrypto's generator, for passwords, nonces and jitter.
public struct SecureRandom: RandomNumberGenerator, Sendable {
  /// Creates the generator; it has no state of its own.
  public init() {}

  /// Eight random bytes as a number.
  public mutating func next() -> UInt64 {
    bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Random bytes.
  public func bytes(_ count: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: count)
    let ok = RAND_bytes(&out, Int32(count))
    precondition(ok == 1, "the system has randomness")
    return out
  }
}
