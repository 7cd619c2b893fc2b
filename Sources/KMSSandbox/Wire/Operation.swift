internal import Texts

/// Every operation the sandbox answers.
enum Operation: String, Sendable, Hashable, CaseIterable {
  case createNetworkRule = "CreateNetworkRule"
  case describeNetworkRule = "DescribeNetworkRule"
  case updateNetworkRule = "UpdateNetworkRule"
  case deleteNetworkRule = "DeleteNetworkRule"
  case listNetworkRules = "ListNetworkRules"
  case createPolicy = "CreatePolicy"
  case describePolicy = "DescribePolicy"
  case updatePolicy = "UpdatePolicy"
  case deletePolicy = "DeletePolicy"
  case listPolicies = "ListPolicies"
  case createAccessPoint = "CreateApplicationAccessPoint"
  case describeAccessPoint = "DescribeApplicationAccessPoint"
  case updateAccessPoint = "UpdateApplicationAccessPoint"
  case deleteAccessPoint = "DeleteApplicationAccessPoint"
  case listAccessPoints = "ListApplicationAccessPoints"
  case createClientKey = "CreateClientKey"
  case getClientKey = "GetClientKey"
  case listClientKeys = "ListClientKeys"
  case deleteClientKey = "DeleteClientKey"
  case getInstance = "GetKmsInstance"
  case listInstances = "ListKmsInstances"
  case getDefaultInstance = "GetDefaultKmsInstance"
  case getInstanceQuotas = "GetKmsInstanceQuotaInfos"
  case listKeys = "ListKeys"
  case describeKey = "DescribeKey"
  case listSecrets = "ListSecrets"
  case describeSecret = "DescribeSecret"
  case createSecret = "CreateSecret"
  case putSecretValue = "PutSecretValue"
  case getSecretValue = "GetSecretValue"
  case listSecretVersions = "ListSecretVersionIds"
  case describeRegions = "DescribeRegions"
  case getCallerIdentity = "GetCallerIdentity"

  /// The API version it belongs to: KMS, or STS for the caller's identity.
  var version: String { self == .getCallerIdentity ? "2015-04-01" : "2016-01-20" }

  /// The RAM action that allows it (kms-api.md §7); STS tells everybody who they are.
  var action: String? { self == .getCallerIdentity ? nil : "kms:\(rawValue)" }

  /// Two reads are GET only; everything else takes both methods.
  func accepts(method: String) -> Bool {
    switch self {
    case .getClientKey, .listClientKeys: method == "GET"
    default: method == "GET" || method == "POST"
    }
  }

  /// Whether it changes anything.
  var isMutating: Bool {
    ["Create", "Update", "Delete", "Put"].contains { rawValue.begins(with: $0) }
  }

  /// The parameter that names the object, for the log of calls.
  var nameParameter: String? {
    switch self {
    case .createNetworkRule, .describeNetworkRule, .updateNetworkRule, .deleteNetworkRule,
      .createPolicy, .describePolicy, .updatePolicy, .deletePolicy,
      .createAccessPoint, .describeAccessPoint, .updateAccessPoint, .deleteAccessPoint:
      "Name"
    case .createClientKey, .listClientKeys: "AapName"
    case .getClientKey, .deleteClientKey: "ClientKeyId"
    case .getInstance, .getInstanceQuotas: "KmsInstanceId"
    case .describeKey: "KeyId"
    case .describeSecret, .createSecret, .putSecretValue, .getSecretValue, .listSecretVersions:
      "SecretName"
    case .listNetworkRules, .listPolicies, .listAccessPoints, .listInstances, .getDefaultInstance,
      .listKeys, .listSecrets, .describeRegions, .getCallerIdentity:
      nil
    }
  }
}
