internal import COpenSSL

/// The libcrypto this program runs with.
public enum CryptographyLibrary {
  /// Its version.
  public static var version: String { String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
