internal import KMSModel
internal import Secrets

/// One client key as a document.
struct DeliveryDocument {
  let key: DeliverableKey
  let parts: KeyParts

  var hasKey: Bool { parts != .password }
  var hasPassword: Bool { parts != .key }
}

/// A piece of a document that holds secrets.
enum DocumentPart {
  case text(String)
  case secret(Secret)
}

extension Secret {
  /// The parts in a row, in one buffer that is wiped.
  static func joining(_ parts: [DocumentPart]) -> Secret {
    var bytes: [UInt8] = []
    defer { bytes.wipe() }
    // Room for the whole first: growing would leave copies behind.
    bytes.reserveCapacity(
      parts.reduce(0) { sum, part in
        switch part {
        case .text(let text): sum + text.utf8.count
        case .secret(let secret): sum + secret.byteCount
        }
      })
    for part in parts {
      switch part {
      case .text(let text): bytes += text.utf8
      case .secret(let secret): secret.withUnsafeBytes { bytes.append(contentsOf: $0) }
      }
    }
    return Secret(bytes: bytes)
  }
}
