internal import KMSModel
internal import Secrets

/// What a command reads on its standard input: one client key in one of three forms.
struct DeliveryDocument {
  /// Why a key cannot be written in a form; never a secret.
  struct Failure: Error, Equatable {
    var message: String
  }

  let key: DeliverableKey
  let parts: KeyParts

  /// The document a command asks for.
  func text(_ spec: CommandSpec) throws(Failure) -> Secret {
    switch spec.input {
    case .json: return JSONText.document(json)
    case .kubernetesSecret:
      guard let name = spec.kubernetes else {
        throw Failure(message: "the Kubernetes secret has no name")
      }
      return JSONText.document(kubernetesSecret(name))
    case .dotenv: return try dotenv()
    }
  }

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
