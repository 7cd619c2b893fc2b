internal import KMSModel

extension OperationRun {
  func listSecrets() throws(WireError) -> Members {
    let filters = try Filters(parameters["Filters"], known: Self.secretFilters)
    let secrets = inventory.secrets.all.filter { secret in
      filters.accept { Self.value(of: secret, filter: $0) }
    }
    return try parameters.page(defaultSize: 10).answer(secrets, "SecretList", "Secret") {
      .object([
        "SecretName": .string($0.name), "SecretType": .string($0.type),
        "CreateTime": .string($0.createTime.iso8601),
        "UpdateTime": .string($0.createTime.iso8601), "PlannedDeleteTime": .string(""),
        "Tags": Self.noTags,
      ])
    }
  }

  func describeSecret() throws(WireError) -> Members {
    guard let secret = inventory.secrets[try parameters.required("SecretName")] else {
      throw .notFound
    }
    let rotation = secret.type == "Generic" ? "Invalid" : "Disabled"
    return [
      .init(name: "Arn", value: .string(inventory.arn("secret/\(secret.name)"))),
      .init(name: "SecretName", value: .string(secret.name)),
      .init(name: "SecretType", value: .string(secret.type)),
      .init(name: "Description", value: .string(secret.description)),
      .init(name: "EncryptionKeyId", value: .string(secret.encryptionKey ?? "")),
      .init(name: "DKMSInstanceId", value: .string(secret.instance)),
      .init(name: "CreateTime", value: .string(secret.createTime.iso8601)),
      .init(name: "UpdateTime", value: .string(secret.createTime.iso8601)),
      .init(name: "PlannedDeleteTime", value: .string("")),
      .init(name: "AutomaticRotation", value: .string(rotation)),
      .init(name: "ExtendedConfig", value: .string("")),
      .init(name: "OwingService", value: .string("")),
      .init(name: "Tags", value: Self.noTags),
    ]
  }

  private static let noTags = WireJSON.object(["Tag": .array([])])
  private static let secretFilters = [
    "SecretName", "Description", "TagKey", "TagValue", "DKMSInstanceId", "SecretType", "Creator",
  ]

  private static func value(of secret: SecretRecord, filter: String) -> String? {
    switch filter {
    case "SecretName": secret.name
    case "Description": secret.description
    case "DKMSInstanceId": secret.instance
    case "SecretType": secret.type
    default: nil
    }
  }
}
