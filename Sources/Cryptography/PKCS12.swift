/// Client keys as the service makes them: a certificate and its private key under a password.
public enum PKCS12 {
  /// How the container is encrypted.
  public enum Ciphers: String, Sendable, CaseIterable {
    /// PBES2 with AES-256-CBC and a SHA-256 MAC.
    case modern
    /// RC2-40 and three-key 3DES with a SHA-1 MAC, as older makers write it.
    case legacy
  }
}

/// What was found in a container.
public struct PKCS12Contents: Sendable, Hashable {
  /// The certificate.
  public var certificatePEM: String
  /// Whether the certificate's own private key is there too.
  public var hasPrivateKey: Bool
  /// How many private keys are there, whomever they belong to.
  public var privateKeyCount: Int

  /// Creates contents.
  public init(certificatePEM: String, hasPrivateKey: Bool, privateKeyCount: Int) {
    self.certificatePEM = certificatePEM
    self.hasPrivateKey = hasPrivateKey
    self.privateKeyCount = privateKeyCount
  }
}
