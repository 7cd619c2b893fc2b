internal import Cryptography
internal import KMSModel

extension Inventory {
  /// The credential kmsctl uses with the sandbox.
  static let accessKeyID = "kmsctl-sandbox"
  /// A temporary credential, for trying calls with a security token.
  static let temporaryAccessKeyID = "STS.kmsctl-sandbox"

  /// A fresh account: two instances, some keys and secrets, and one chain of objects that somebody
  /// made by hand in the console and that no manifest knows.
  static func seed() -> Inventory {
    var inventory = Inventory(
      account: "1192000000000000", region: "cn-hangzhou",
      accessKeys: NamedStore([
        AccessKeyRecord(id: accessKeyID, secret: randomText(), securityToken: nil),
        AccessKeyRecord(
          id: temporaryAccessKeyID, secret: randomText(), securityToken: randomText()),
      ]),
      defaultInstance: production)
    inventory.instances = NamedStore([
      InstanceRecord(
        id: production, displayName: "production", status: "Connected", createTime: created),
      InstanceRecord(
        id: staging, displayName: "staging", status: "Disconnected", createTime: created),
    ])
    inventory.keys = NamedStore(
      keys.map {
        KeyRecord(
          id: $0.id, instance: $0.instance, spec: "Aliyun_AES_256", usage: "ENCRYPT/DECRYPT",
          description: $0.description, createTime: created)
      })
    inventory.secrets = NamedStore(
      secrets.map {
        SecretRecord(
          name: $0.name, type: $0.type, instance: production, description: $0.description,
          createTime: created)
      })
    inventory.addConsoleMadeObjects()
    return inventory
  }

  private mutating func addConsoleMadeObjects() {
    let (name, description) = ("console-made", "made in the console")
    networkRules[name] = NetworkRuleRecord(
      name: name, type: "Private", description: description,
      sourcePrivateIP: WireJSON.strings(["192.168.40.0/24"]).text)
    policies[name] = PolicyRecord(
      name: name, kmsInstance: Self.production,
      permissions: ["RbacPermission/Template/CryptoServiceSecretUser"],
      resources: ["secret/batch-s3"],
      accessControlRules: WireJSON.object(["NetworkRules": .strings([name])]).text,
      description: description)
    accessPoints[name] = AccessPointRecord(
      name: name, authenticationMethod: "ClientKey", policies: [name], description: description)
  }

  private static func randomText() -> String { Digest.hex(SecureRandom().bytes(20)) }

  private static let production = "kst-hzz62ee817bvyyr5x0000"
  private static let staging = "kst-hzz65f0aa93cdw1e0001"
  // 2026-01-05T02:00:00Z
  private static let created = Timestamp(secondsSinceEpoch: 1_767_578_400)

  private static let keys = [
    (id: "key-hzz62f1cb66fa42qo8a01", instance: production, description: "orders"),
    (id: "key-hzz62f1cb66fa42qo8a02", instance: production, description: "billing"),
    (id: "key-hzz62f1cb66fa42qo8a03", instance: production, description: "batch"),
    (id: "key-hzz65f1d0a7be33rp9b01", instance: staging, description: "orders, staging"),
  ]

  private static let secrets = [
    (name: "rds-ibm-orders", type: "Rds", description: "database of orders"),
    (name: "rds-ibm-billing", type: "Rds", description: "database of billing"),
    (name: "payments-api-token", type: "Generic", description: "token of the payment provider"),
    (name: "batch-s3", type: "Generic", description: "object storage of the batch jobs"),
    (name: "acs/ram/user/ci", type: "RAMCredentials", description: "RAM user of the pipeline"),
  ]
}
