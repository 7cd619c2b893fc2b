/// Why a PKCS#12 container could not be opened or made.
public struct PKCS12Error: Error, Sendable, Equatable {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// The text is not base64, or not a PKCS#12 container.
    case malformed
    /// The password does not open it.
    case wrongPassword
    /// libcrypto could not make a key, a certificate or the container.
    case failed
  }

  /// What went wrong.
  public var code: Code
  /// libcrypto's words.
  public var message: String

  /// Creates an error.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
