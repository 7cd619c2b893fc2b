public import KMSModel
public import Secrets

/// A service without secrets: what a run has that must not deliver to any.
public struct NoSecrets: KMSSecretService {
  /// Creates one.
  public init() {}

  /// Always fails.
  public func describeSecret(_ name: String) async throws(KMSFailure) -> KMSSecret {
    throw Self.refusal("DescribeSecret")
  }

  /// Always fails.
  public func createSecret(
    _ secret: NewKMSSecret, version: String, value: Secret
  ) async throws(KMSFailure) {
    throw Self.refusal("CreateSecret")
  }

  /// Always fails.
  public func putSecretValue(
    _ name: String, version: String, value: Secret
  ) async throws(KMSFailure) {
    throw Self.refusal("PutSecretValue")
  }

  /// Always fails.
  public func secretVersions(_ name: String) async throws(KMSFailure) -> [KMSSecretVersion] {
    throw Self.refusal("ListSecretVersionIds")
  }

  /// Always fails.
  public func secretValue(
    _ name: String, version: String
  ) async throws(KMSFailure) -> Secret {
    throw Self.refusal("GetSecretValue")
  }

  private static func refusal(_ operation: String) -> KMSFailure {
    KMSFailure(.other, operation: operation, message: "secrets cannot be reached here")
  }
}
