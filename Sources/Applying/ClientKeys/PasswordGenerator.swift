internal import Glibc
internal import Secrets

/// Makes passwords that satisfy both of the service's wordings (kms-api §5).
enum PasswordGenerator {
  /// A password, uniform among all those of this length that have a lower case letter, an upper
  /// case letter, a digit and a special character.
  static func password(
    length: Int, using generator: inout some RandomNumberGenerator
  ) -> Secret {
    precondition(PasswordRule.lengths.contains(length), "a password has 8 to 64 characters")
    var bytes = [UInt8](repeating: 0, count: length)
    defer { explicit_bzero(&bytes, bytes.count) }
    repeat {
      for index in bytes.indices {
        bytes[index] = alphabet[Int.random(in: alphabet.indices, using: &generator)]
      }
    } while PasswordRule.finestClasses(in: bytes) < 4
    return Secret(bytes: bytes)
  }

  private static let alphabet = Array(
    ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + PasswordRule.specials).utf8
  )
}
