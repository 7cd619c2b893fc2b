internal import KMSModel
public import Planning
internal import Texts

/// What became of a client key file, as text and as a versioned JSON document.
public struct KeyVerificationDocument: Sendable {
  private let verification: KeyVerification
  private let path: String
  private let isSandbox: Bool

  /// Creates a document about the file at `path`.
  public init(_ verification: KeyVerification, path: String, isSandbox: Bool) {
    self.verification = verification
    self.path = path
    self.isSandbox = isSandbox
  }

  /// The verdict in a sentence, then a line per fact.
  public func text(_ style: Style) -> String {
    var lines = [style.paint(headline, isGood ? .added : .alarming)]
    if !isGood { lines[0] += ": \(Printable.escaped(reason))" }
    lines += facts.map { name, value in
      "  \(name)\(String(repeating: " ", count: 14 - name.utf8.count))\(Printable.escaped(value))"
    }
    if let nextStep { lines.append("  next step: \(Printable.escaped(nextStep))") }
    let banner = isSandbox ? PlanText.sandboxBanner + "\n" : ""
    return banner + lines.map { $0 + "\n" }.joined()
  }

  /// The JSON document.
  public func json(exit: ExitNote) throws -> String {
    let validity = verification.validity
    return try JSONText.encode(
      Document(
        verdict: verification.verdict, message: isGood ? headline : reason, nextStep: nextStep,
        file: path, keyID: verification.hasPossibleID ? verification.keyID : nil,
        accessPoint: accessPoint,
        expectedAccessPoint: verification.expectedAccessPoint, notBefore: validity?.notBefore,
        notAfter: validity?.notAfter, certificateSHA256: fingerprint, wasServiceAsked: wasAsked,
        notAskedBecause: notAsked, isSandbox: isSandbox, exit: exit))
  }

  private struct Document: Encodable {
    var document = "key-verify"
    var formatVersion = "1.0"
    var verdict: KeyVerdict
    var message: String
    var nextStep: String?
    var file: String
    var keyID: String?
    var accessPoint: String?
    var expectedAccessPoint: String?
    var notBefore: Timestamp?
    var notAfter: Timestamp?
    var certificateSHA256: String?
    var wasServiceAsked: Bool
    var notAskedBecause: String?
    var isSandbox: Bool
    var exit: ExitNote
  }
}

extension KeyVerificationDocument {
  private var isGood: Bool { verification.verdict == .good }
  private var keyName: String {
    verification.keyID.map { "'\(Printable.clipped($0, to: 64))'" } ?? "the key"
  }

  private var headline: String {
    switch verification.verdict {
    case .good: "good until \(verification.validity.map { $0.notAfter.iso8601 } ?? "")"
    case .undecided: "undecided"
    case .notAKeyFile: "not a client key file"
    case .wrongPassword: "wrong password"
    case .deleted: "deleted"
    case .unknown: "unknown"
    case .otherAccessPoint: "belongs to another access point"
    case .expired: "expired"
    case .notYetValid: "not valid yet"
    }
  }

  private var reason: String {
    switch verification.verdict {
    case .good: return "it opens and is valid"
    case .undecided: return doubt
    case .notAKeyFile:
      guard case .unusable(let reason) = verification.file else { return "" }
      return "'\(path)' \(reason)"
    case .wrongPassword: return "the password does not open \(keyName)"
    case .deleted:
      return "the service has no client key \(keyName): deleted, or of another account or region"
    case .unknown:
      guard verification.hasPossibleID else {
        return "\(keyName) is no client key's id, expected KAAP.<uuid>"
      }
      return "the live client key \(keyName) has another certificate than the file"
    case .otherAccessPoint:
      return "\(keyName) is a key of '\(accessPoint ?? "")',"
        + " expected '\(verification.expectedAccessPoint ?? "")'"
    case .expired: return "\(keyName) ended at \(ends)"
    case .notYetValid:
      return "\(keyName) becomes valid at \(verification.validity?.notBefore.iso8601 ?? "")"
    }
  }

  /// Why there is no verdict.
  private var doubt: String {
    switch (verification.file, verification.live) {
    case (.unreadable(let reason), _): "'\(path)' \(reason)"
    case (_, .failed(let failure)): failure.message
    default: "the certificate that the service has for \(keyName) cannot be read"
    }
  }

  /// What may bring a verdict.
  private var furtherStep: String? {
    switch (verification.file, verification.live) {
    case (.unreadable, _):
      "try it on a machine whose OpenSSL has all ciphers, 'legacy' included; the key may be good"
    case (_, .failed(let failure)):
      failure.nextStep ?? "try again, or look at the file alone with --offline"
    default: "look at the file alone with --offline; the key may be good"
    }
  }

  private var nextStep: String? {
    switch verification.verdict {
    case .good: nil
    case .undecided: furtherStep
    case .notAKeyFile: "pass the clientKey_….json that was delivered, or its directory"
    case .wrongPassword:
      "pass the password that was delivered with this key; 'kmsctl key rotate' delivers a new pair"
    case .deleted, .expired: "take the key that was delivered last; 'kmsctl key list' shows them"
    case .unknown: "'kmsctl key trace' tells whose key this id is; do not use this file"
    case .otherAccessPoint: "check which application the file was delivered for"
    case .notYetValid: "wait, or check the clock of the machine"
    }
  }

  private var ends: String { verification.validity?.notAfter.iso8601 ?? "" }

  private var accessPoint: String? {
    guard case .found(let key, _) = verification.live else { return nil }
    return key.accessPoint
  }

  private var fingerprint: String? {
    guard case .opened(let certificate) = verification.file else { return nil }
    return certificate.fingerprint
  }

  private var notAsked: String? {
    guard case .notAsked(let reason) = verification.live else { return nil }
    return reason
  }

  private var wasAsked: Bool { notAsked == nil }

  private var service: String {
    switch verification.live {
    case .notAsked(let reason): "not asked: \(reason)"
    case .failed: "was asked in vain"
    case .gone, .found: "was asked"
    }
  }

  private var facts: [(String, String)] {
    var facts = [("file", path)]
    if let id = verification.keyID, verification.hasPossibleID { facts.append(("key", id)) }
    if let accessPoint { facts.append(("access point", accessPoint)) }
    if let validity = verification.validity {
      facts.append(("valid", "\(validity.notBefore.iso8601) to \(validity.notAfter.iso8601)"))
    }
    if let fingerprint { facts.append(("certificate", "sha256:\(fingerprint)")) }
    facts.append(("the service", service))
    return facts
  }
}
