internal import KMSModel
internal import Texts

extension OperationRun {
  func listKeys() throws(WireError) -> Members {
    let filters = try Filters(parameters["Filters"], known: Self.keyFilters)
    let keys = inventory.keys.all.filter { key in
      filters.accept { Self.value(of: key, filter: $0) }
    }
    return try parameters.page(defaultSize: 10).answer(keys, "Keys", "Key") {
      .object(["KeyId": .string($0.id), "KeyArn": .string(inventory.arn("key/\($0.id)"))])
    }
  }

  /// Takes an id or an ARN; the sandbox has no aliases.
  func describeKey() throws(WireError) -> Members {
    let asked = try parameters.required("KeyId")
    let prefix = inventory.arn("key/")
    let id = asked.rest(after: prefix).map(String.init) ?? asked
    guard !id.begins(with: "alias/") else { throw .aliasNotFound }
    guard let key = inventory.keys[id] else { throw .keyNotFound }
    let metadata = WireJSON.object([
      "KeyId": .string(key.id), "Arn": .string(inventory.arn("key/\(key.id)")),
      "KeyState": .string("Enabled"), "KeySpec": .string(key.spec),
      "KeyUsage": .string(key.usage), "Origin": .string("Aliyun_KMS"),
      "ProtectionLevel": .string("SOFTWARE"), "Creator": .string(inventory.account),
      "CreationDate": .string(key.createTime.iso8601), "Description": .string(key.description),
      "DKMSInstanceId": .string(key.instance), "AutomaticRotation": .string("Disabled"),
      "PrimaryKeyVersion": .string("\(key.id)-v1"), "MaterialExpireTime": .string(""),
      "DeleteDate": .string(""), "DeletionProtection": .string("Disabled"),
      "DeletionProtectionDescription": .string(""),
    ])
    return [.init(name: "KeyMetadata", value: metadata)]
  }

  private static let keyFilters = [
    "KeyState", "KeySpec", "KeyUsage", "ProtectionLevel", "CreatorType", "DKMSInstanceId",
    "keyId", "AliasName", "Creator", "TagKey", "TagValue",
  ]

  private static func value(of key: KeyRecord, filter: String) -> String? {
    switch filter {
    case "KeyState": "Enabled"
    case "KeySpec": key.spec
    case "KeyUsage": key.usage
    case "ProtectionLevel": "SOFTWARE"
    case "CreatorType": "User"
    case "DKMSInstanceId": key.instance
    case "keyId": key.id
    default: nil
    }
  }
}
