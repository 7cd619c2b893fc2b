internal import Delivery
internal import KMSModel

/// The destinations of one client key, in the manifest's order.
struct DestinationSet {
  let all: [any ClientKeyDestination]

  init(_ all: [any ClientKeyDestination]) { self.all = all }

  /// What the destinations together say about a pending key.
  enum Verdict: Equatable {
    /// Everything that can be asked has it, so it can be committed.
    case published
    /// It surely was never used anywhere.
    case neverPublished
    /// Somebody may use it.
    case perhapsPublished
  }

  func stage(_ key: DeliverableKey) async throws(DeliveryError) {
    for destination in all { try await destination.stage(key) }
  }

  /// Removes what is staged, everywhere; returns what could not be removed.
  func discard(shortID: String) async -> [DeliveryError] {
    var errors: [DeliveryError] = []
    for destination in all {
      do { try await destination.discard(shortID: shortID) } catch { errors.append(error) }
    }
    return errors
  }

  /// Whether a key may be in use anywhere.
  func mayHavePublished(shortID: String) async -> Bool {
    for destination in all {
      let holding = try? await destination.holds(shortID: shortID)
      if case .published? = holding { return true }
    }
    return false
  }

  /// Judges a pending key from what each destination holds.
  ///
  /// Publishing goes in order and stops at the first failure: a destination that cannot be asked
  /// has the key when a later one has it.
  func judge(_ key: LiveClientKey) async -> Verdict {
    var holdings: [DeliveryHolding] = []
    for destination in all {
      holdings.append((try? await destination.holds(shortID: key.shortID)) ?? .unknown)
    }
    guard !holdings.isEmpty else { return .neverPublished }
    if holdings.allSatisfy({ $0 == .notPublished }) { return .neverPublished }
    guard case .published? = holdings.last,
      holdings.allSatisfy({ $0.isWithoutObjection(to: key) })
    else { return .perhapsPublished }
    return .published
  }
}

extension DeliveryHolding {
  fileprivate func isWithoutObjection(to key: LiveClientKey) -> Bool {
    switch self {
    case .notPublished: false
    case .published(let certificate): PEMText(certificate) == PEMText(key.certificatePEM)
    case .unknown: true
    }
  }
}
