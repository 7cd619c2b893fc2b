internal import KMSModel

/// Stands for a kind of destination that manifests cannot name yet; refuses everything.
struct UnavailableDestination: ClientKeyDestination {
  let summary = "a destination of another version"

  func preflight() async throws(DeliveryError) { throw refusal }
  func stage(_ key: DeliverableKey) async throws(DeliveryError) { throw refusal }
  func publish(_ key: DeliverableKey) async throws(DeliveryError) { throw refusal }
  func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding { .notPublished }
  func discard(shortID: String) async throws(DeliveryError) {}

  private var refusal: DeliveryError {
    DeliveryError(
      .unusable, destination: summary, message: "it is not available in this version",
      nextStep: "deliver to a directory")
  }
}
