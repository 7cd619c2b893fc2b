/// What the answer of every operation always has (decision 23).
///
/// The fields are those of the SDK's models and of the service's reference (kms-api §0 to §6 and
/// §12.5). That a field is never left out where there is nothing in it is inferred: the service's
/// samples have `""` there. Fields that kmsctl never looks at are not checked.
enum AnswerTable {
  /// Every answer has an id of its own, also those that carry nothing else.
  private static let requestID = AnswerField("RequestId", .text(.requestID))

  /// The fields of an answer; an operation that is not known here has its id only.
  static func fields(of operation: String) -> [AnswerField] {
    [requestID] + (special[operation] ?? [])
  }

  private static let special: [String: [AnswerField]] = [
    "ListNetworkRules": page("NetworkRules", id: "Name"),
    "ListPolicies": page("Policies", id: "Name"),
    "ListApplicationAccessPoints": page("ApplicationAccessPoints", id: "Name"),
    "ListKmsInstances": page("KmsInstances", id: "KmsInstanceId"),

    // No name in this one (kms-api §0).
    "DescribeNetworkRule": [
      arn("network"), AnswerField("Type", .text(.word)), description,
      AnswerField("SourcePrivateIp", .sources),
    ],
    "CreateNetworkRule": [arn("network"), name],

    "DescribePolicy": [
      arn("policy"), name, description, AnswerField("KmsInstance", .textOrNothing(.word)),
      // Both may be empty: the provider's tests take all permissions away (kms-api §3). The vendor's
      // templates bound them to 2 and 30 (kms-api §16, U4); a multiple of that is no such list.
      AnswerField("Permissions", .names(.name, 0...20)),
      AnswerField("Resources", .names(.name, 0...200)),
      AnswerField("AccessControlRules", .accessControl),
    ],
    "CreatePolicy": [arn("policy"), name],

    "DescribeApplicationAccessPoint": [
      arn("applicationaccesspoint"), name, AnswerField("AuthenticationMethod", .text(.word)),
      description,
      // One to three, always (kms-api §4); more than that is left to the service.
      AnswerField("Policies", .names(.name, 1...20)),
    ],
    "CreateApplicationAccessPoint": [arn("applicationaccesspoint"), name],

    "ListClientKeys": [
      AnswerField(
        "ClientKeys",
        .items(
          [
            AnswerField("ClientKeyId", .text(.clientKeyID)),
            AnswerField("AapName", .echo("AapName")),
          ]
            + clientKey, id: "ClientKeyId"))
    ],
    "GetClientKey":
      [AnswerField("ClientKeyId", .echo("ClientKeyId")), AnswerField("AapName", .text(.name))]
      + clientKey,
    "CreateClientKey": [
      AnswerField("ClientKeyId", .text(.clientKeyID)),
      AnswerField("PrivateKeyData", .text(.base64)),
      AnswerField("NotBefore", .moment), AnswerField("NotAfter", .moment),
    ],

    "GetKmsInstance": [
      AnswerField(
        "KmsInstance",
        .perhapsObject(
          AnswerField("InstanceId", .echoOrNothing("KmsInstanceId")),
          then: [
            AnswerField("Status", .text(.word)),
            // An instance that is not connected has no authorities yet (inferred).
            AnswerField(
              "CaCertificateChainPem", .textOrNothing(.certificates), isOptional: true),
          ]))
    ],
    // An account without a default instance may have no such field (inferred).
    "GetDefaultKmsInstance": [
      AnswerField("DefaultKmsInstanceId", .textOrNothing(.word), isOptional: true)
    ],

    "DescribeSecret": [
      secretName, AnswerField("SecretType", .text(.word)), description,
      // Of the shared service's secrets and of those that stay, these may be missing (inferred).
      AnswerField("DKMSInstanceId", .textOrNothing(.word), isOptional: true),
      AnswerField("PlannedDeleteTime", .textOrNothing(.name), isOptional: true),
    ],
    "CreateSecret": [secretName, AnswerField("VersionId", .echo("VersionId"))],
    "PutSecretValue": [secretName, AnswerField("VersionId", .echo("VersionId"))],
    "GetSecretValue": [
      secretName, AnswerField("VersionId", .echo("VersionId")),
      AnswerField("SecretData", .text(.secretValue)),
    ],
    "ListSecretVersionIds": [secretName]
      + page(
        "VersionIds", id: "VersionId",
        further: [AnswerField("VersionStages", .wrappedNames(.name), isOptional: true)]),

    "GetCallerIdentity": [
      AnswerField("AccountId", .number(.digits)), AnswerField("Arn", .text(.shownARN)),
      AnswerField("IdentityType", .text(.word)), AnswerField("PrincipalId", .number(.name)),
    ],
  ]

  private static let name = AnswerField("Name", .echo("Name"))
  private static let secretName = AnswerField("SecretName", .echo("SecretName"))
  private static let description = AnswerField("Description", .textOrNothing(.freeText))

  /// What a key has in the list and alone (kms-api §5).
  private static let clientKey = [
    AnswerField("NotBefore", .moment), AnswerField("NotAfter", .moment),
    AnswerField("CreateTime", .moment), AnswerField("PublicKeyData", .text(.certificates)),
  ]

  private static func arn(_ kind: String) -> AnswerField {
    AnswerField("Arn", .arn(kind: kind, name: "Name"))
  }

  /// A page says which it is, how large pages are and how many objects there are (kms-api §0).
  private static func page(
    _ list: String, id: String, further: [AnswerField] = []
  ) -> [AnswerField] {
    [
      AnswerField("PageNumber", .countEcho("PageNumber")),
      AnswerField("PageSize", .count(1...100)), AnswerField("TotalCount", .count(0...1_000_000)),
      // Counted against the list by `PageWire`: without objects there may be no list.
      AnswerField(
        list, .items([AnswerField(id, .text(.name))] + further, id: id), isOptional: true),
    ]
  }
}
