internal import KMSModel

/// The answer of GetKmsInstance.
struct InstanceWire: Decodable {
  private struct Instance: Decodable {
    var id: LooseText?
    var status: LooseText?
    var certificates: LooseText?

    enum CodingKeys: String, CodingKey {
      case id = "InstanceId"
      case status = "Status"
      case certificates = "CaCertificateChainPem"
    }
  }

  private var instance: Instance?

  private enum CodingKeys: String, CodingKey { case instance = "KmsInstance" }

  /// The instance; nothing when its id is empty, which the service means as "not there".
  var value: KMSInstance? {
    guard let instance, let id = instance.id?.text, !id.isEmpty else { return nil }
    return KMSInstance(
      id: id, status: instance.status?.text ?? "",
      caCertificateChainPEM: instance.certificates?.text ?? "")
  }
}

/// The answer of GetDefaultKmsInstance.
struct DefaultInstanceWire: Decodable {
  var id: LooseText?

  enum CodingKeys: String, CodingKey { case id = "DefaultKmsInstanceId" }
}
