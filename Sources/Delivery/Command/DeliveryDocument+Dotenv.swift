internal import KMSModel
internal import Secrets

extension DeliveryDocument {
  /// `NAME='value'` lines that a shell and dotenv libraries read alike.
  ///
  /// Inside single quotes nothing is special to any of them, and a value may have several lines; the
  /// one character that cannot stand there is refused.
  func dotenv() throws(Failure) -> Secret {
    var lines: [(String, Secret)] = [
      ("KMS_ACCESS_POINT", Secret(key.issued.accessPoint)), ("KMS_KEY_ID", Secret(key.issued.id)),
      ("KMS_NOT_BEFORE", Secret(key.issued.notBefore.description)),
      ("KMS_NOT_AFTER", Secret(key.issued.notAfter.description)),
    ]
    if hasKey { lines.append(("KMS_CLIENT_KEY", KeyFiles.json(key.issued))) }
    if hasPassword { lines.append(("KMS_CLIENT_KEY_PASSWORD", key.password)) }
    if let instance = key.instance {
      lines += [
        ("KMS_INSTANCE", Secret(instance.id)), ("KMS_ENDPOINT", Secret(instance.endpoint.host)),
        ("KMS_CA_CERTIFICATES", Secret(instance.certificateAuthorityPEM)),
      ]
    }
    var parts: [DocumentPart] = []
    for (name, value) in lines {
      let isQuotable = value.withUnsafeBytes { bytes in
        !bytes.contains { $0 == UInt8(ascii: "'") || $0 == 0 }
      }
      guard isQuotable else {
        throw Failure(message: "\(name) holds a character that cannot stand in single quotes")
      }
      parts += [.text("\(name)='"), .secret(value), .text("'\n")]
    }
    return Secret.joining(parts)
  }
}
