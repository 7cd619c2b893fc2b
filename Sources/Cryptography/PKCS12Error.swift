/// Why a PKCS#12 container could not be opened or made.
public struct PKCS12Error: Error, Sendable, Equatable {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// The text is not base64, or not a PKCS#12 container.
    case malformed
    /// The password does not open it.
    case wrongPassword
    /// libcrypto could not do its work, so nothing is known about the container: out of memory, a
    /// cipher that it was built without, a key that could not be made.
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
