public import KMSModel
public import Secrets

/// Names and rules are from the SDK's models (alibabacloud_kms20160120) and the product's reference;
/// the SDK, too, sends `SecretData` in a form body.
extension KMSClient: KMSSecretService {
  /// Reads a secret, without any value.
  public func describeSecret(_ name: String) async throws(KMSFailure) -> KMSSecret {
    let call = ServiceCall("DescribeSecret", ["SecretName": name])
    return try await caller.perform(call, as: SecretWire.self).secret(name)
  }

  /// Creates a generic secret; its first version is the current one.
  public func createSecret(
    _ secret: NewKMSSecret, version: String, value: Secret
  ) async throws(KMSFailure) {
    let parameters = [
      "SecretName": secret.name, "Description": secret.description,
      "DKMSInstanceId": secret.instance, "EncryptionKeyId": secret.encryptionKey,
      "VersionId": version, "SecretData": value.withUnsafeText { $0 }, "SecretDataType": "text",
    ]
    try await caller.perform(
      ServiceCall("CreateSecret", parameters, effect: .create, placement: .formBody))
  }

  /// Stores a new version and makes it the current one.
  ///
  /// May be repeated: the service ignores the same value under the same id, and refuses another.
  public func putSecretValue(
    _ name: String, version: String, value: Secret
  ) async throws(KMSFailure) {
    let parameters = [
      "SecretName": name, "VersionId": version, "SecretData": value.withUnsafeText { $0 },
      "SecretDataType": "text",
    ]
    try await caller.perform(
      ServiceCall("PutSecretValue", parameters, effect: .update, placement: .formBody))
  }

  /// Every version, without any value; also those that no stage label points to any more.
  public func secretVersions(_ name: String) async throws(KMSFailure) -> [KMSSecretVersion] {
    var versions: [KMSSecretVersion] = []
    for page in 1...Self.maximumVersionPages {
      let call = ServiceCall(
        "ListSecretVersionIds",
        [
          "SecretName": name, "IncludeDeprecated": "true", "PageNumber": String(page),
          "PageSize": String(NamePage.standardSize),
        ])
      let answer = try await caller.perform(call, as: SecretVersionsWire.self)
      versions += answer.versions
      guard versions.count < answer.totalCount, !answer.versions.isEmpty else {
        guard versions.count == answer.totalCount else {
          throw caller.malformed(call, "page \(page) of the list contradicts its own counts")
        }
        return versions
      }
    }
    throw KMSFailure(
      .malformedAnswer, operation: "ListSecretVersionIds",
      message: "secret '\(name)' has more versions than a secret can have")
  }

  /// The value of one version.
  public func secretValue(
    _ name: String, version: String
  ) async throws(KMSFailure) -> Secret {
    let call = ServiceCall("GetSecretValue", ["SecretName": name, "VersionId": version])
    return Secret(try await caller.perform(call, as: SecretValueWire.self).data)
  }

  /// A secret has up to 10 versions; this many pages are a service out of its mind.
  private static let maximumVersionPages = 10
}
