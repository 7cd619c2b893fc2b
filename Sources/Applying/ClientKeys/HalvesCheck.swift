internal import Cryptography
internal import Delivery
internal import KMSModel
internal import Secrets

/// The halves of one client key that several destinations hold, put together again.
///
/// A half alone proves nothing: a container does not open without the password, and a password fits
/// or not. So a key whose halves went to different places is whole only if every container opens
/// with every password; when one of the two cannot be asked for, nobody can tell.
struct HalvesCheck {
  private var keys: [Secret] = []
  private var passwords: [Secret] = []

  init(_ holdings: [DeliveryHolding]) {
    for case .publishedHalf(let half) in holdings {
      switch half {
      case .key(let key): keys.append(key)
      case .password(let password): passwords.append(password)
      }
    }
  }

  /// Whether both halves are among them.
  var isComplete: Bool { !keys.isEmpty && !passwords.isEmpty }

  /// Whether there are no halves, or the halves make this key.
  func isWithoutObjection(to key: LiveClientKey) -> Bool {
    guard keys.isEmpty == passwords.isEmpty else { return false }
    return keys.allSatisfy { container in
      passwords.allSatisfy { password in
        guard let opened = try? PKCS12.open(container, password: password), opened.hasPrivateKey
        else { return false }
        return PEMText(opened.certificatePEM) == PEMText(key.certificatePEM)
      }
    }
  }
}
