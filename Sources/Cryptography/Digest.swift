internal import COpenSSL
public import Secrets

/// SHA-256 and the two HMACs the service's signatures use, from libcrypto.
public enum Digest {
  /// The 32 bytes of a SHA-256.
  public static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    let ok = EVP_Digest(bytes, bytes.count, &out, &length, EVP_sha256(), nil)
    precondition(ok == 1 && length == 32, "libcrypto has SHA-256")
    return Array(out.prefix(32))
  }

  /// HMAC-SHA256 under a secret.
  public static func hmacSHA256(_ bytes: [UInt8], key: Secret) -> [UInt8] {
    hmac(bytes, key: key, EVP_sha256(), count: 32)
  }

  /// HMAC-SHA1 under a secret, for the older RPC signature.
  public static func hmacSHA1(_ bytes: [UInt8], key: Secret) -> [UInt8] {
    hmac(bytes, key: key, EVP_sha1(), count: 20)
  }

  /// Lower-case hex.
  public static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private static func hmac(
    _ bytes: [UInt8], key: Secret, _ algorithm: OpaquePointer?, count: Int
  ) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    let done = key.withUnsafeBytes { key in
      HMAC(algorithm, key.baseAddress, Int32(key.count), bytes, bytes.count, &out, &length)
    }
    precondition(done != nil && Int(length) == count, "libcrypto has HMAC")
    return Array(out.prefix(count))
  }
}
