internal import KMSModel
internal import Secrets

/// One key of ListClientKeys, and the answer of GetClientKey.
struct ClientKeyWire: Decodable {
  var id: LooseText
  var accessPoint: LooseText?
  var notBefore: MomentWire
  var notAfter: MomentWire
  var createTime: LooseText?
  var certificate: LooseText?

  enum CodingKeys: String, CodingKey {
    case id = "ClientKeyId"
    case accessPoint = "AapName"
    case notBefore = "NotBefore"
    case notAfter = "NotAfter"
    case createTime = "CreateTime"
    case certificate = "PublicKeyData"
  }

  func key(of name: String? = nil) -> LiveClientKey {
    LiveClientKey(
      id: id.text, accessPoint: name ?? accessPoint?.text ?? "", notBefore: notBefore.moment,
      notAfter: notAfter.moment, createTime: createTime.flatMap { Timestamp(iso8601: $0.text) },
      certificatePEM: certificate?.text ?? "")
  }
}

/// The answer of ListClientKeys: a plain array, no pages.
struct ClientKeyListWire: Decodable {
  var keys: LooseItems<ClientKeyWire>

  enum CodingKeys: String, CodingKey { case keys = "ClientKeys" }
}

/// The answer of CreateClientKey: the only one with a private key in it.
struct IssuedKeyWire: Decodable {
  var id: String
  var notBefore: MomentWire
  var notAfter: MomentWire
  var privateKeyData: String

  enum CodingKeys: String, CodingKey {
    case id = "ClientKeyId"
    case notBefore = "NotBefore"
    case notAfter = "NotAfter"
    case privateKeyData = "PrivateKeyData"
  }

  func key(of accessPoint: String) -> IssuedClientKey {
    IssuedClientKey(
      id: id, accessPoint: accessPoint, notBefore: notBefore.moment, notAfter: notAfter.moment,
      privateKeyData: Secret(privateKeyData))
  }
}

/// A moment as the service writes it; anything else is refused.
struct MomentWire: Decodable {
  var moment: Timestamp

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let moment = Timestamp(iso8601: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not of the form YYYY-MM-DDThh:mm:ssZ")
    }
    self.moment = moment
  }
}
