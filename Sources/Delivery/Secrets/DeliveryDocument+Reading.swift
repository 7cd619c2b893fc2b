internal import FoundationEssentials
internal import Secrets
internal import Texts

extension DeliveryDocument {
  /// What kmsctl's own form says about a key; nothing when it is of another form.
  static func read(
    _ json: Secret
  ) -> (id: String, privateKeyData: Secret?, password: Secret?)? {
    struct Document: Decodable {
      var formatVersion: String
      var keyId: String
      var privateKeyData: String?
      var password: String?
    }
    let document = json.withUnsafeBytes {
      try? JSONDecoder().decode(Document.self, from: Data($0))
    }
    // Members are only ever added within one first number.
    guard let document, document.formatVersion.begins(with: "1.") else { return nil }
    return (
      document.keyId, document.privateKeyData.map { Secret($0) },
      document.password.map { Secret($0) }
    )
  }
}
