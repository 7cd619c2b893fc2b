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

  private var list: LooseItems<Version>?
  private var total: LooseInteger

  private enum CodingKeys: String, CodingKey {
    case list = "VersionIds"
    case total = "TotalCount"
  }

  var totalCount: Int { total.value }

  var versions: [KMSSecretVersion] {
    (list?.items ?? []).map { version in
      KMSSecretVersion(id: version.id.text, stages: version.stages?.items.map(\.text) ?? [])
    }
  }
}

/// The answer of GetSecretValue.
struct SecretValueWire: Decodable {
  var data: String

  private enum CodingKeys: String, CodingKey { case data = "SecretData" }
}
