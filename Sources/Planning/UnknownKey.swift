public import KMSModel

/// A client key of unknown origin: it lives on one of this stack's access points, no marker records
/// it, and nobody accepted it in `kmsctl.yaml`.
///
/// Whoever holds it may do what the access point may. kmsctl never touches it; it is drift until
/// somebody deletes or accepts it.
public struct UnknownKey: Sendable, Hashable, Codable {
  /// The access point it is on.
  public var accessPoint: String
  /// `KAAP.<uuid>`.
  public var keyID: String
  /// When it becomes valid.
  public var notBefore: Timestamp
  /// When it stops being valid.
  public var notAfter: Timestamp
  /// When it was made, when the service says so.
  public var createTime: Timestamp?
  /// Whether it has ended; it still takes one of the access point's places.
  public var hasEnded: Bool
  /// The one way out: the vendor's command that deletes it.
  public var deleteCommand: String
  /// The other: the entry of `spec.external` in `kmsctl.yaml` that accepts it.
  public var acceptance: String

  /// Describes a key.
  public init(_ key: LiveClientKey, region: String, now: Timestamp) {
    accessPoint = key.accessPoint
    keyID = key.id
    notBefore = key.notBefore
    notAfter = key.notAfter
    createTime = key.createTime
    hasEnded = key.notAfter <= now
    deleteCommand = VendorCommand.deletion(ofClientKey: key.id, region: region)
    acceptance = ResourceID(.clientKey, key.id).description
  }
}
