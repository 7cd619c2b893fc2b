public import Planning

/// The keys in use that a destination does not hold any more, as errors.
public struct LostDeliveriesText: Sendable {
  /// Creates a renderer.
  public init() {}

  /// A line per place and the next step; empty when nothing is lost.
  public func render(_ deliveries: [KeyDelivery]) -> String {
    deliveries.map(render).joined()
  }

  private func render(_ delivery: KeyDelivery) -> String {
    let key = "clientkey/\(Printable.escaped(delivery.accessPoint))"
    let lines = delivery.lostPlaces.map { place in
      "error: \(key): \(Printable.escaped(place.destination)) \(Printable.escaped(place.found));"
        + " it was to hold client key \(Printable.escaped(delivery.keyID)), which is in use\n"
    }
    return lines.joined() + "  next step: to deliver a new key: \(delivery.nextStep)\n"
  }
}
