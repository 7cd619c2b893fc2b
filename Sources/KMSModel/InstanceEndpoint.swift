/// Where applications reach a KMS instance.
///
/// Constructed from the instance's id (kms-api §11, from the product's documentation): no operation
/// that kmsctl calls returns it, so whoever shows it says so.
public struct InstanceEndpoint: Sendable, Hashable, CustomStringConvertible {
  /// `kst-…`.
  public var instanceID: String

  /// Creates an endpoint.
  public init(instanceID: String) { self.instanceID = instanceID }

  /// `<instance>.cryptoservice.kms.aliyuncs.com`, without a scheme, as the KMS Instance SDK takes it.
  public var host: String { "\(instanceID).cryptoservice.kms.aliyuncs.com" }

  /// The host.
  public var description: String { host }
}

extension AccessPointSpec {
  /// The instances that the access point's policies name, sorted; a policy that is not known has
  /// none.
  public func instances(_ policy: (String) -> PolicySpec?) -> [String] {
    Set(policies.compactMap { policy($0)?.scope.instanceID }).sorted()
  }
}
