internal import KMSModel
internal import Secrets

extension DeliveryDocument {
  /// The version of `schemas/delivery.schema.json`.
  static let formatVersion = "1.0"

  /// kmsctl's own form.
  var json: JSONText {
    var members: [(String, JSONText)] = [("formatVersion", .text(Self.formatVersion))]
    if let owner = key.owner {
      members += [("account", .text(owner.account)), ("region", .text(owner.region))]
    }
    members += [
      ("accessPoint", .text(key.issued.accessPoint)), ("keyId", .text(key.issued.id)),
      ("notBefore", .text(key.issued.notBefore.description)),
      ("notAfter", .text(key.issued.notAfter.description)),
    ]
    if hasKey { members.append(("privateKeyData", .secret(key.issued.privateKeyData))) }
    if hasPassword { members.append(("password", .secret(key.password))) }
    if let instance = key.instance {
      members.append(
        (
          "instance",
          .object([
            ("id", .text(instance.id)), ("endpoint", .text(instance.endpoint.host)),
            ("caCertificates", .text(instance.certificateAuthorityPEM)),
          ])
        ))
    }
    return .object(members)
  }
}
