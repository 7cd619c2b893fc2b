internal import Cryptography
internal import KMSModel
internal import Secrets
internal import Texts

/// Storing and reading values of generic secrets, by the rules of the SDK's models and the
/// product's reference: a version's id is its writer's; the same value under the same id again
/// changes nothing. The codes of the refusals are inferred.
extension OperationRun {
  mutating func createSecret() throws(WireError) -> Members {
    let name = try secretName()
    let version = try newVersion()
    guard (parameters["SecretType"] ?? "Generic") == "Generic" else {
      throw .invalid("SecretType", "the sandbox stores generic secrets only")
    }
    let instance = parameters["DKMSInstanceId"] ?? ""
    guard instance.isEmpty || inventory.instances[instance] != nil else { throw .instanceNotFound }
    let key = parameters["EncryptionKeyId"] ?? ""
    if !key.isEmpty {
      guard let record = inventory.keys[key] else { throw .keyNotFound }
      guard record.instance == instance else {
        throw .invalid("EncryptionKeyId", "the key and the secret belong to different instances")
      }
    }
    guard inventory.secrets[name] == nil else { throw .exists("secret") }
    var secret = SecretRecord(
      name: name, type: "Generic", instance: instance,
      description: parameters["Description"] ?? "", createTime: now, encryptionKey: key)
    secret.store(version, stages: [KMSSecretVersion.currentStage])
    inventory.secrets[name] = secret
    return [
      .init(name: "Arn", value: .string(inventory.arn("secret/\(name)"))),
      .init(name: "SecretName", value: .string(name)),
      .init(name: "SecretType", value: .string("Generic")),
      .init(name: "VersionId", value: .string(version.id)),
      .init(name: "DKMSInstanceId", value: .string(instance)),
      .init(name: "AutomaticRotation", value: .string("Invalid")),
    ]
  }

  mutating func putSecretValue() throws(WireError) -> Members {
    var secret = try genericSecret()
    let version = try newVersion()
    if let there = secret.version(version.id) {
      guard there.digest == version.digest else { throw .exists("version") }
      // The value may have gone with a restart.
      secret.remember(version)
    } else {
      secret.store(
        version, stages: try parameters.list("VersionStages") ?? [KMSSecretVersion.currentStage])
    }
    inventory.secrets[secret.name] = secret
    return [
      .init(name: "SecretName", value: .string(secret.name)),
      .init(name: "VersionId", value: .string(version.id)),
      .init(name: "VersionStages", value: Self.stages(secret.version(version.id)?.stages ?? [])),
    ]
  }

  func getSecretValue() throws(WireError) -> Members {
    let secret = try genericSecret()
    let stage = parameters["VersionStage"] ?? KMSSecretVersion.currentStage
    let wanted = parameters["VersionId"].flatMap { $0.isEmpty ? nil : $0 }
    let version = (secret.versions ?? []).first {
      wanted == nil ? $0.stages.contains(stage) : $0.id == wanted
    }
    guard let version else { throw .notFound }
    guard let value = version.value else { throw Self.valueNotKept }
    return [
      .init(name: "SecretName", value: .string(secret.name)),
      .init(name: "SecretType", value: .string(secret.type)),
      .init(name: "SecretData", value: value.withUnsafeText(WireJSON.string)),
      .init(name: "SecretDataType", value: .string("text")),
      .init(name: "VersionId", value: .string(version.id)),
      .init(name: "VersionStages", value: Self.stages(version.stages)),
      .init(name: "CreateTime", value: .string(version.createTime.iso8601)),
    ]
  }

  func listSecretVersions() throws(WireError) -> Members {
    let secret = try secret()
    let all = parameters["IncludeDeprecated"] == "true"
    let versions = (secret.versions ?? []).filter { all || !$0.stages.isEmpty }
    let page = try parameters.page(defaultSize: 20).answer(versions, "VersionIds", "VersionId") {
      .object([
        "VersionId": .string($0.id), "CreateTime": .string($0.createTime.iso8601),
        "VersionStages": Self.stages($0.stages),
      ])
    }
    return [.init(name: "SecretName", value: .string(secret.name))] + page
  }

  private func secret() throws(WireError) -> SecretRecord {
    guard let secret = inventory.secrets[try parameters.required("SecretName")] else {
      throw .notFound
    }
    return secret
  }

  private func genericSecret() throws(WireError) -> SecretRecord {
    let secret = try secret()
    guard secret.type == "Generic" else {
      throw .invalid("SecretName", "the secret is not a generic one")
    }
    return secret
  }

  private func secretName() throws(WireError) -> String {
    let name = try parameters.required("SecretName")
    let isValid =
      name.utf8.count <= 192 && !name.begins(with: "acs/")
      && name.consists { $0.isASCIIAlphanumeric || "_/+=.-@".holds($0) }
    guard isValid else {
      throw .invalid("SecretName", "letters, digits and _ / + = . - @ only, up to 192")
    }
    return name
  }

  private func newVersion() throws(WireError) -> SecretVersionRecord {
    let id = try parameters.required("VersionId")
    guard id.utf8.count <= 64 else { throw .invalid("VersionId", "up to 64 characters") }
    let value = try parameters.required("SecretData")
    guard value.utf8.count <= KMSSecret.maximumValueBytes else {
      throw .invalid("SecretData", "up to \(KMSSecret.maximumValueBytes) bytes")
    }
    guard (parameters["SecretDataType"] ?? "text") == "text" else {
      throw .invalid("SecretDataType", "the sandbox stores texts only")
    }
    return SecretVersionRecord(
      id: id, stages: [], createTime: now, digest: Digest.hex(Digest.sha256(Array(value.utf8))),
      value: Secret(value))
  }

  private static func stages(_ names: [String]) -> WireJSON {
    .object(["VersionStage": .strings(names)])
  }

  /// Not a code of the service, which forgets nothing.
  private static let valueNotKept = WireError(
    409, "Rejected.SandboxValueNotKept",
    "The sandbox keeps the values of secrets in memory only, and was started anew.")
}

extension SecretRecord {
  /// A generic secret keeps this many versions; the oldest goes for a new one.
  private static let maximumVersions = 10
  private static let previousStage = "ACSPrevious"

  func version(_ id: String) -> SecretVersionRecord? { versions?.first { $0.id == id } }

  /// Adds a version and moves stage labels to it.
  mutating func store(_ version: SecretVersionRecord, stages: [String]) {
    var all = versions ?? []
    if stages.contains(KMSSecretVersion.currentStage),
      let current = all.firstIndex(where: { $0.stages.contains(KMSSecretVersion.currentStage) })
    {
      for index in all.indices { all[index].stages.removeAll { $0 == Self.previousStage } }
      all[current].stages.append(Self.previousStage)
    }
    for index in all.indices { all[index].stages.removeAll(where: stages.contains) }
    var version = version
    version.stages = stages
    all.append(version)
    versions = Array(all.suffix(Self.maximumVersions))
  }

  mutating func remember(_ version: SecretVersionRecord) {
    guard let index = versions?.firstIndex(where: { $0.id == version.id }) else { return }
    versions?[index].value = version.value
  }
}
