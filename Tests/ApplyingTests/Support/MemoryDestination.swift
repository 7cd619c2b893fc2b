internal import Delivery
internal import KMSModel
internal import Secrets

/// What a destination holds, across runs.
actor MemoryDisk {
  var staged: Set<String> = []
  var current: String?
  var cannotBeAsked = false

  func stage(_ id: String) { staged.insert(id) }

  func publish(_ id: String) {
    staged.remove(id)
    current = id
  }

  func discard(_ shortID: String) {
    staged = staged.filter { LiveClientKey.shortID($0) != shortID }
  }

  func holding(_ shortID: String) -> DeliveryHolding {
    if cannotBeAsked { return .unknown }
    guard let current, LiveClientKey.shortID(current) == shortID else { return .notPublished }
    return .published(certificatePEM: "certificate of \(current)")
  }

  func becomeMute() { cannotBeAsked = true }
}

/// A destination in memory, as one run sees it.
struct MemoryDestination: ClientKeyDestination {
  let name: String
  let disk: MemoryDisk
  let life: Life
  /// The machine the run is on; nothing when it cannot be told from others.
  var machine: String? = "one"

  var summary: String { "memory \(name)" }

  var place: String? { machine.map { "\($0) \(name)" } }

  func preflight() async throws(DeliveryError) { try await meet("preflight") {} }

  func stage(_ key: DeliverableKey) async throws(DeliveryError) {
    let id = key.issued.id
    try await meet("stage", key) { await disk.stage(id) }
  }

  func publish(_ key: DeliverableKey) async throws(DeliveryError) {
    let id = key.issued.id
    try await meet("publish", key) { await disk.publish(id) }
  }

  func discard(shortID: String) async throws(DeliveryError) {
    try await meet("discard") { await disk.discard(shortID) }
  }

  func holds(shortID: String) async throws(DeliveryError) -> DeliveryHolding {
    try await meet("holds") {}
    return await disk.holding(shortID)
  }

  /// Errors quote the secrets, as a careless destination's might.
  private func meet(
    _ call: String, _ key: DeliverableKey? = nil, _ work: () async -> Void
  ) async throws(DeliveryError) {
    let secrets = key.map { key in
      key.password.withUnsafeText { $0 } + " " + key.issued.privateKeyData.withUnsafeText { $0 }
    }
    let message = "\(call) failed" + (secrets.map { " with \($0)" } ?? "")
    switch await life.begin("\(call) \(name)") {
    case nil, .waited:
      await work()
    case .refused, .lostBefore, .hollow, .end(.beforeWork):
      throw DeliveryError(.writeFailed, destination: summary, message: message, nextStep: message)
    case .lostAfter, .late, .end(.afterWork):
      await work()
      throw DeliveryError(
        .outcomeUnknown, destination: summary, message: message, nextStep: message)
    }
  }
}
