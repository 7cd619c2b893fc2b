public import Secrets

/// The operations on secrets of KMS Secrets Manager that a delivery needs.
///
/// Names and rules are from the official SDK's models (alibabacloud_kms20160120) and the product's
/// reference. A value is stored as a new version under an id of the caller's choice; storing the
/// same value under the same id again changes nothing, another value under it is refused.
public protocol KMSSecretService: Sendable {
  /// Reads a secret, without any value.
  func describeSecret(_ name: String) async throws(KMSFailure) -> KMSSecret
  /// Creates a generic secret; its first version is the current one.
  func createSecret(
    _ secret: NewKMSSecret, version: String, value: Secret
  ) async throws(KMSFailure)
  /// Stores a new version and makes it the current one.
  func putSecretValue(
    _ name: String, version: String, value: Secret
  ) async throws(KMSFailure)
  /// Every version, without any value; also those that no stage label points to any more.
  func secretVersions(_ name: String) async throws(KMSFailure) -> [KMSSecretVersion]
  /// The value of one version.
  func secretValue(_ name: String, version: String) async throws(KMSFailure) -> Secret
}

/// A secret, without its value.
public struct KMSSecret: Sendable, Hashable {
  /// The name.
  public var name: String
  /// `Generic` for one whose value somebody stores.
  public var type: String
  /// The description.
  public var description: String
  /// The instance that keeps it; empty for the shared service.
  public var instance: String
  /// When it will be deleted; empty when it will not.
  public var plannedDeletion: String

  /// Creates a secret.
  public init(
    name: String, type: String, description: String, instance: String, plannedDeletion: String
  ) {
    self.name = name
    self.type = type
    self.description = description
    self.instance = instance
    self.plannedDeletion = plannedDeletion
  }

  /// The type whose values are stored by hand.
  public static let genericType = "Generic"
  /// The longest value (the SDK's model of CreateSecret).
  public static let maximumValueBytes = 30_720
}

/// What a secret is created from.
public struct NewKMSSecret: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The description.
  public var description: String
  /// The instance that keeps it.
  public var instance: String
  /// The instance's symmetric key that encrypts it.
  public var encryptionKey: String

  /// Creates an order.
  public init(name: String, description: String, instance: String, encryptionKey: String) {
    self.name = name
    self.description = description
    self.instance = instance
    self.encryptionKey = encryptionKey
  }
}

/// One version of a secret, without its value.
public struct KMSSecretVersion: Sendable, Hashable {
  /// The id its writer chose.
  public var id: String
  /// The stage labels that point to it.
  public var stages: [String]

  /// Creates a version.
  public init(id: String, stages: [String]) {
    self.id = id
    self.stages = stages
  }

  /// The label of the version that readers get.
  public static let currentStage = "ACSCurrent"

  /// Whether it is the one that readers get.
  public var isCurrent: Bool { stages.contains(Self.currentStage) }
}
