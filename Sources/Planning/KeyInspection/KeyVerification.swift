public import KMSModel

/// What a client key file on somebody's disk comes to.
public enum KeyVerdict: String, Sendable, Hashable, Codable, CaseIterable {
  /// It opens, and authenticates now.
  case good
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

/// Decides what a client key file comes to, from what was found in it and what the service said.
public struct KeyVerification: Sendable, Hashable {
  /// What the file gave.
  public enum File: Sendable, Hashable {
    /// It is no client key file, for this reason.
    case unusable(String)
    /// The password does not open it.
    case locked
    /// It opened.
    case opened(KeyCertificate)
  }

  /// What the service said about a key of the file's id.
  public enum Live: Sendable, Hashable {
    /// It was not asked, for this reason.
    case notAsked(String)
    /// There is no such key.
    case gone
    /// There is one; its certificate is nothing when it could not be read.
    case found(LiveClientKey, KeyCertificate?)
  }

  /// The id in the file, when it has one.
  public var keyID: String?
  /// What the file gave.
  public var file: File
  /// What the service said.
  public var live: Live
  /// The access point it should be of; nothing: any.
  public var expectedAccessPoint: String?
  /// The service's time, or the local one when it was not asked.
  public var now: Timestamp

  /// Creates a verification.
  public init(
    keyID: String?, file: File, live: Live, expectedAccessPoint: String?, now: Timestamp
  ) {
    self.keyID = keyID
    self.file = file
    self.live = live
    self.expectedAccessPoint = expectedAccessPoint
    self.now = now
  }

  /// The verdict; what makes the file useless whatever else is true comes first.
  public var verdict: KeyVerdict {
    switch file {
    case .unusable: return .notAKeyFile
    case .locked: return .wrongPassword
    case .opened(let certificate): return liveVerdict(certificate) ?? dateVerdict(certificate)
    }
  }

  private func liveVerdict(_ certificate: KeyCertificate) -> KeyVerdict? {
    guard hasPossibleID else { return .unknown }
    switch live {
    case .notAsked: return nil
    case .gone: return .deleted
    case .found(let key, let its):
      guard its?.fingerprint == certificate.fingerprint else { return .unknown }
      let isExpected = expectedAccessPoint == nil || key.accessPoint == expectedAccessPoint
      return isExpected ? nil : .otherAccessPoint
    }
  }

  private func dateVerdict(_ certificate: KeyCertificate) -> KeyVerdict {
    let dates = validity ?? (certificate.notBefore, certificate.notAfter)
    if dates.notAfter <= now { return .expired }
    return now < dates.notBefore ? .notYetValid : .good
  }

  /// When the key is valid: as the service says, or the certificate when it was not asked.
  public var validity: (notBefore: Timestamp, notAfter: Timestamp)? {
    guard case .opened(let certificate) = file else { return nil }
    guard case .found(let key, _) = live else {
      return (certificate.notBefore, certificate.notAfter)
    }
    return (key.notBefore, key.notAfter)
  }

  /// Whether the id has the form of one, `KAAP.` and the digits of a UUID.
  public var hasPossibleID: Bool {
    guard let keyID, keyID.hasPrefix("KAAP.") else { return false }
    let rest = keyID.dropFirst(5)
    return (1...59).contains(rest.utf8.count)
      && rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }
}
