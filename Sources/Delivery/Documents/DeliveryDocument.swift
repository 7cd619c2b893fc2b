internal import FoundationEssentials
internal import KMSModel
internal import Secrets

/// A client key as one JSON document, `schemas/delivery.schema.json`.
///
/// What is secret goes from buffer to buffer, never through a `String`, so that it is wiped.
enum DeliveryDocument {
  static let version = 1

  /// The document of a key, with the halves that go to the place.
  static func json(_ key: DeliverableKey, parts: KeyParts) -> Secret {
    var texts = [
      ("accessPoint", key.issued.accessPoint), ("clientKeyId", key.issued.id),
      ("notBefore", key.issued.notBefore.iso8601), ("notAfter", key.issued.notAfter.iso8601),
    ]
    if let instance = key.instance {
      texts += [
        ("instanceId", instance.id), ("endpoint", instance.endpoint.host),
        ("certificateAuthority", instance.certificateAuthorityPEM),
      ]
    }
    var secrets: [(String, Secret)] = []
    if parts.includesKey { secrets.append(("privateKeyData", key.issued.privateKeyData)) }
    if parts.includesPassword { secrets.append(("password", key.password)) }

    // Room for the whole first: growing would leave copies behind.
    let textLength = texts.reduce(0) { $0 + $1.1.utf8.count }
    let secretLength = secrets.reduce(0) { $0 + $1.1.byteCount }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((textLength + secretLength) * 6 + 1024)
    defer { bytes.wipe() }
    bytes += "{\"version\":\(version)".utf8
    for (name, text) in texts {
      bytes += ",\"\(name)\":\"".utf8
      for byte in text.utf8 { KeyFiles.append(byte, to: &bytes) }
      bytes.append(UInt8(ascii: "\""))
    }
    for (name, secret) in secrets {
      bytes += ",\"\(name)\":\"".utf8
      secret.withUnsafeBytes { for byte in $0 { KeyFiles.append(byte, to: &bytes) } }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "}"))
    return Secret(bytes: bytes)
  }

  /// What a document says about a key; nothing when it is none.
  static func read(
    _ json: Secret
  ) -> (id: String, privateKeyData: Secret?, password: Secret?)? {
    struct Document: Decodable {
      var version: Int
      var clientKeyId: String
      var privateKeyData: String?
      var password: String?
    }
    let document = json.withUnsafeBytes {
      try? JSONDecoder().decode(Document.self, from: Data($0))
    }
    guard let document, document.version == version else { return nil }
    return (
      document.clientKeyId, document.privateKeyData.map { Secret($0) },
      document.password.map { Secret($0) }
    )
  }
}
