/// The access point a client key is for, named so that no other one anywhere has the same name.
public struct KeyOwner: Sendable, Hashable, CustomStringConvertible {
  /// The account's number.
  public var account: String
  /// The region.
  public var region: String
  /// The access point's name, unique in its account and region.
  public var accessPoint: String

  /// Creates a name.
  public init(account: String, region: String, accessPoint: String) {
    self.account = account
    self.region = region
    self.accessPoint = accessPoint
  }

  /// `1192000000000000/cn-hangzhou/payments-api`.
  public var description: String { "\(account)/\(region)/\(accessPoint)" }
}
