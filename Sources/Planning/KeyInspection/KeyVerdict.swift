public import KMSModel

/// What a client key file on somebody's disk comes to.
public enum KeyVerdict: String, Sendable, Hashable, Codable, CaseIterable {
  /// It opens, and authenticates now.
  case good
  /// It could not be told: something that a verdict takes could not be read.
  case undecided
  /// The file is none.
  case notAKeyFile = "not-a-key-file"
  /// The password does not open it.
  case wrongPassword = "wrong-password"
  /// The service does not have the key any more.
  case deleted
  /// Its id is none, or the live key of that id has another certificate.
  case unknown
  /// It is a key of another access point than the one it should be of.
  case otherAccessPoint = "other-access-point"
  /// Its time is over.
  case expired
  /// Its time has not come.
  case notYetValid = "not-yet-valid"
}

/// A certificate's dates, and what tells it from every other.
public struct KeyCertificate: Sendable, Hashable {
  /// The SHA-256 of the certificate in lower-case hex.
  public var fingerprint: String
  /// When it becomes valid.
  public var notBefore: Timestamp
  /// When it stops being valid.
  public var notAfter: Timestamp

  /// Creates a certificate.
  public init(fingerprint: String, notBefore: Timestamp, notAfter: Timestamp) {
    self.fingerprint = fingerprint
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}
