internal import Cryptography
internal import KMSModel
internal import Secrets

extension OperationRun {
  /// Step one: everything that can be refused is refused before a key is made.
  func orderClientKey() throws(WireError) -> ClientKeyOrder {
    let name = try parameters.required("AapName")
    let password = try parameters.required("Password")
    guard ClientKeyRules.accepts(password: password) else {
      throw .invalid("Password", "8 to 64 characters of two kinds: digits, letters, specials")
    }
    let validity = try ClientKeyRules.validity(
      notBefore: try parameters.time("NotBefore"), notAfter: try parameters.time("NotAfter"),
      now: now)
    guard let point = inventory.accessPoints[name] else { throw .notFound }
    guard point.authenticationMethod == "ClientKey" else {
      throw .invalid("AapName", "the application access point does not use client keys")
    }
    try checkKeyQuota(name)
    return ClientKeyOrder(
      accessPoint: name, password: Secret(password), created: now,
      notBefore: rounded(validity.notBefore), notAfter: rounded(validity.notAfter),
      ciphers: options.usesLegacyCiphers ? .legacy : .modern)
  }

  /// Step two: the public half stays, the private one leaves with this answer.
  mutating func keep(_ issued: IssuedKey) throws(WireError) -> Members {
    guard inventory.accessPoints[issued.record.accessPoint] != nil else { throw .notFound }
    // Others may have been made while this one was.
    try checkKeyQuota(issued.record.accessPoint)
    inventory.clientKeys[issued.record.id] = issued.record
    inventory.revision += 1
    return [
      .init(name: "ClientKeyId", value: .string(issued.record.id)),
      .init(name: "KeyAlgorithm", value: .string(Self.algorithm)),
      .init(name: "PrivateKeyData", value: issued.container.withUnsafeText(WireJSON.string)),
      .init(name: "NotBefore", value: .string(issued.record.notBefore.iso8601)),
      .init(name: "NotAfter", value: .string(issued.record.notAfter.iso8601)),
    ]
  }

  private func checkKeyQuota(_ accessPoint: String) throws(WireError) {
    try checkQuota(
      "client keys per application access point", options.quotas.clientKeysPerAccessPoint,
      count: inventory.clientKeys(of: accessPoint).count)
  }

  func getClientKey() throws(WireError) -> Members { members(of: try clientKey()) }

  /// Without an access point all keys are listed (inferred); an unknown one has none (inferred).
  func listClientKeys() -> Members {
    let name = parameters["AapName"] ?? ""
    let keys = name.isEmpty ? inventory.clientKeys.all : inventory.clientKeys(of: name)
    return [.init(name: "ClientKeys", value: .array(keys.map { .object(members(of: $0)) }))]
  }

  mutating func deleteClientKey() throws(WireError) -> Members {
    inventory.clientKeys[try clientKey().id] = nil
    return []
  }

  private func clientKey() throws(WireError) -> ClientKeyRecord {
    guard let key = inventory.clientKeys[try parameters.required("ClientKeyId")] else {
      throw .notFound
    }
    return key
  }

  private func rounded(_ moment: Timestamp) -> Timestamp {
    guard options.roundsDates else { return moment }
    return Timestamp(secondsSinceEpoch: moment.secondsSinceEpoch / 60 * 60)
  }

  private func members(of key: ClientKeyRecord) -> Members {
    [
      .init(name: "ClientKeyId", value: .string(key.id)),
      .init(name: "AapName", value: .string(key.accessPoint)),
      .init(name: "CreateTime", value: .string(key.createTime.iso8601)),
      .init(name: "KeyAlgorithm", value: .string(Self.algorithm)),
      .init(name: "KeyOrigin", value: .string("KMS_PROVIDED")),
      .init(name: "PublicKeyData", value: .string(key.certificatePEM)),
      .init(name: "NotBefore", value: .string(key.notBefore.iso8601)),
      .init(name: "NotAfter", value: .string(key.notAfter.iso8601)),
    ]
  }

  private static let algorithm = "RSA_2048"
}
