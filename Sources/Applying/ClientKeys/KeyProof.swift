public import Cryptography
internal import KMSModel
public import Secrets

/// What opens the container of a client key: `PKCS12.open`, or a test's own strict reading.
public typealias ContainerOpener =
  @Sendable (_ container: Secret, _ password: Secret) throws(PKCS12Error) -> PKCS12Contents

/// What speaks against a new client key, before anybody gets it (decision 27).
///
/// A key that is delivered and does not work cuts an application off although nobody touched the
/// one it had. So its private half is opened, and compared with what the service shows of it.
struct KeyProof {
  let open: ContainerOpener

  /// Why a key must not be delivered; nothing when it is good. Reads on after `it is not good: `.
  func objection(
    to issued: IssuedClientKey, password: Secret, live: LiveClientKey, asked: KeyIntent,
    at now: Timestamp
  ) -> String? {
    if let objection = Self.objection(toDatesOf: live, asked: asked, at: now) { return objection }
    let contents: PKCS12Contents
    do throws(PKCS12Error) {
      contents = try open(issued.privateKeyData, password)
    } catch {
      switch error.code {
      case .malformed: return "its private half is no PKCS#12 container (\(error.message))"
      case .wrongPassword: return "its private half does not open with its password"
      case .failed: return "its private half cannot be opened here (\(error.message))"
      }
    }
    guard contents.privateKeyCount == 1 else {
      let count = contents.privateKeyCount == 0 ? "no" : "\(contents.privateKeyCount)"
      return "its container holds \(count) private keys, expected one"
    }
    guard contents.hasPrivateKey else {
      return "its container holds no certificate that its private key belongs to"
    }
    guard !live.certificatePEM.isEmpty else {
      return "the service shows no certificate to compare its own with"
    }
    guard PEMText(contents.certificatePEM) == PEMText(live.certificatePEM) else {
      return "its certificate is another one than the service shows for this id"
    }
    return nil
  }

  /// Whether a key is valid now, and ends where it was asked to.
  private static func objection(
    toDatesOf live: LiveClientKey, asked: KeyIntent, at now: Timestamp
  ) -> String? {
    guard asked.isAnswered(by: live) else {
      return "the service lists it with other dates than asked: \(live.notBefore) to "
        + "\(live.notAfter) for \(asked.notBefore) to \(asked.notAfter)"
    }
    guard live.isValid(at: now) else {
      return "it is valid from \(live.notBefore) to \(live.notAfter), and now is \(now)"
    }
    return nil
  }

  /// What to say of the certificate's own dates: what the service puts there is not known, so
  /// nothing is decided by them.
  static func warning(about live: LiveClientKey, at now: Timestamp) -> String? {
    guard let certificate = CertificateReading(pem: live.certificatePEM) else { return nil }
    let isCovering =
      certificate.notBefore <= now.secondsSinceEpoch
      && certificate.notAfter + 60 > live.notAfter.secondsSinceEpoch
    guard !isCovering else { return nil }
    let (from, to) = (certificate.notBefore, certificate.notAfter)
    return "warning: the certificate of client key \(live.id) is valid from "
      + "\(Timestamp(secondsSinceEpoch: from)) to \(Timestamp(secondsSinceEpoch: to)), the key "
      + "until \(live.notAfter)"
  }
}
