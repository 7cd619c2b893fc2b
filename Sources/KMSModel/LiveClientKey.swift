internal import Texts

/// A client key as the service lists it; the private half is never there.
public struct LiveClientKey: Sendable, Hashable, Codable {
  /// `KAAP.<uuid>`.
  public var id: String
  /// The access point it belongs to.
  public var accessPoint: String
  /// When it becomes valid.
  public var notBefore: Timestamp
  /// When it stops being valid.
  public var notAfter: Timestamp
  /// When it was made, when the service says so.
  public var createTime: Timestamp?
  /// The X.509 certificate in PEM.
  public var certificatePEM: String

  /// Creates a key.
  public init(
    id: String, accessPoint: String, notBefore: Timestamp, notAfter: Timestamp,
    createTime: Timestamp?, certificatePEM: String
  ) {
    self.id = id
    self.accessPoint = accessPoint
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.createTime = createTime
    self.certificatePEM = certificatePEM
  }

  /// The first eight hex digits of the UUID: how the marker names a key.
  public var shortID: String { Self.shortID(id) }

  /// The first eight characters after `KAAP.`.
  public static func shortID(_ id: String) -> String {
    String(id.unicodeScalars.drop { $0 != "." }.dropFirst().prefix(8))
  }

  /// Whether the key authenticates at this moment.
  public func isValid(at moment: Timestamp) -> Bool { notBefore <= moment && moment < notAfter }
}
