internal import Delivery
internal import KMSModel
internal import Secrets

/// A real destination as one run sees it: the run may end before or after each of its calls.
struct MortalDestination: ClientKeyDestination {
  let name: String
  let destination: any ClientKeyDestination
  let life: Life

  var summary: String { destination.summary }

  var place: String? { destination.place }

  func preflight() async throws(DeliveryError) {
    try await meet("preflight") { () async throws(DeliveryError) in
      try await destination.preflight()
    }
  }

  func preflight(for owner: KeyOwner) async throws(DeliveryError) {
    try await meet("preflight") { () async throws(DeliveryError) in
      try await destination.preflight(for: owner)
    }
  }

  func stage(_ key: DeliverableKey) async throws(DeliveryError) {
    try await meet("stage") { () async throws(DeliveryError) in try await destination.stage(key) }
  }

  func publish(_ key: DeliverableKey) async throws(DeliveryError) {
    try await meet("publish") { () async throws(DeliveryError) in
      try await destination.publish(key)
    }
  }

  func discard(shortID: String) async throws(DeliveryError) {
    try await meet("discard") { () async throws(DeliveryError) in
      try await destination.discard(shortID: shortID)
    }
  }

  func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding {
    try await meet("holds") { () async throws(DeliveryError) in
      try await destination.holds(shortID: shortID)
    }
  }

  private func meet<Answer>(
    _ call: String, _ work: () async throws(DeliveryError) -> Answer
  ) async throws(DeliveryError) -> Answer {
    let fault = await life.begin("\(call) \(name)")
    if fault == nil { return try await work() }
    if fault == .end(.afterWork) { _ = try await work() }
    throw DeliveryError(.outcomeUnknown, destination: summary, message: call, nextStep: "")
  }
}
