public import KMSModel
internal import Texts

/// Decides what a client key file comes to, from what was found in it and what the service said.
public struct KeyVerification: Sendable, Hashable {
  /// What the file gave.
  public enum File: Sendable, Hashable {
    /// It is no client key file, for this reason.
    case unusable(String)
    /// The password does not open it.
    case locked
    /// Nobody can tell, for this reason: it may be a good one.
    case unreadable(String)
    /// It opened.
    case opened(KeyCertificate)
  }

  /// What the service said about a key of the file's id.
  public enum Live: Sendable, Hashable {
    /// It was not asked, for this reason.
    case notAsked(String)
    /// There is no such key.
    case gone
    /// It was asked, and nothing is known.
    case failed(Failure)
    /// There is one; its certificate is nothing when it could not be read.
    case found(LiveClientKey, KeyCertificate?)
  }

  /// Why the service's word is missing.
  public struct Failure: Sendable, Hashable {
    /// What happened.
    public var message: String
    /// What to do.
    public var nextStep: String?
    /// Whether the service did not want to answer this caller.
    public var isDenied: Bool

    /// Creates a failure.
    public init(_ message: String, nextStep: String?, isDenied: Bool) {
      self.message = message
      self.nextStep = nextStep
      self.isDenied = isDenied
    }
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
    case .unreadable: return .undecided
    case .opened(let certificate): return liveVerdict(certificate) ?? dateVerdict(certificate)
    }
  }

  private func liveVerdict(_ certificate: KeyCertificate) -> KeyVerdict? {
    guard hasPossibleID else { return .unknown }
    switch live {
    case .notAsked: return nil
    case .gone: return .deleted
    case .failed: return .undecided
    case .found(let key, let its):
      if let its, its.fingerprint != certificate.fingerprint { return .unknown }
      if let expectedAccessPoint, key.accessPoint != expectedAccessPoint {
        return .otherAccessPoint
      }
      // A certificate that could not be read is no other one; what else speaks against the key does.
      guard its == nil else { return nil }
      let dates = dateVerdict(certificate)
      return dates == .good ? .undecided : dates
    }
  }

  private func dateVerdict(_ certificate: KeyCertificate) -> KeyVerdict {
    let dates = validity ?? (certificate.notBefore, certificate.notAfter)
    if dates.notAfter <= now { return .expired }
    return now < dates.notBefore ? .notYetValid : .good
  }

  /// Whether the service's word is missing because this caller may not have it.
  public var isDenied: Bool {
    guard case .failed(let failure) = live else { return false }
    return failure.isDenied
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
    guard let rest = keyID?.rest(after: "KAAP.") else { return false }
    return (1...59).contains(rest.utf8.count)
      && rest.consists { $0.isASCIIAlphanumeric || $0 == "-" }
  }
}
