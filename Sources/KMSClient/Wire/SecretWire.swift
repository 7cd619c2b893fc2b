internal import KMSModel

/// The answer of DescribeSecret.
struct SecretWire: Decodable {
  private var type: LooseText?
  private var description: LooseText?
  private var instance: LooseText?
  private var plannedDeletion: LooseText?

  private enum CodingKeys: String, CodingKey {
    case type = "SecretType"
    case description = "Description"
    case instance = "DKMSInstanceId"
    case plannedDeletion = "PlannedDeleteTime"
  }

  func secret(_ name: String) -> KMSSecret {
    KMSSecret(
      name: name, type: type?.text ?? "", description: description?.text ?? "",
      instance: instance?.text ?? "", plannedDeletion: plannedDeletion?.text ?? "")
  }
}

/// The answer of ListSecretVersionIds.
struct SecretVersionsWire: Decodable {
  private struct Version: Decodable {
    var id: LooseText
    var stages: LooseItems<LooseText>?

    enum CodingKeys: String, CodingKey {
      case id = "VersionId"
      case stages = "VersionStages"
    }
  }

  private var list: LooseItems<Version>

  private enum CodingKeys: String, CodingKey { case list = "VersionIds" }

  var versions: [KMSSecretVersion] {
    list.items.map { version in
      KMSSecretVersion(id: version.id.text, stages: version.stages?.items.map(\.text) ?? [])
    }
  }
}

/// The answer of GetSecretValue.
struct SecretValueWire: Decodable {
  var version: LooseText
  var data: String

  private enum CodingKeys: String, CodingKey {
    case version = "VersionId"
    case data = "SecretData"
  }
}
