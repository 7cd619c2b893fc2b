public import Delivery
public import KMSModel

/// Carries a plan out against the service and tells what happens.
public struct Applier: Sendable {
  /// The service.
  public var service: any KMSService
  /// Makes the destinations of one client key from its spec.
  public var destinations: @Sendable (DestinationSpec) -> any ClientKeyDestination

  /// Creates an applier.
  public init(
    service: any KMSService,
    destinations: @escaping @Sendable (DestinationSpec) -> any ClientKeyDestination
  ) {
    self.service = service
    self.destinations = destinations
  }
}
