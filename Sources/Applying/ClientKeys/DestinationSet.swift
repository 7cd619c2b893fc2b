internal import Delivery
internal import KMSModel

/// The destinations of one client key, in the manifest's order.
struct DestinationSet {
  let all: [any ClientKeyDestination]
  /// What an intent remembers of where its key goes; nothing when a later run could not be sure to
  /// ask the same destinations.
  let place: String?

  init(_ all: [any ClientKeyDestination], digest: DigestFunction) {
    self.all = all
    let places = all.compactMap(\.place)
    place =
      places.count == all.count
      ? String(digest.hex(places.joined(separator: "\u{0}")).prefix(8)) : nil
  }

  /// What the destinations together say about a pending key.
  enum Verdict: Equatable {
    /// Everything that can be asked has it, so it can be committed.
    case published
    /// It surely was never used anywhere.
    case neverPublished
    /// Somebody may use it.
    case perhapsPublished
  }

  /// Removes what is staged, everywhere; returns what could not be removed.
  func discard(shortID: String) async -> [DeliveryError] {
    var errors: [DeliveryError] = []
    for destination in all {
      do { try await destination.discard(shortID: shortID) } catch { errors.append(error) }
    }
    return errors
  }

  /// The destinations that say they hold a key, whole or in part.
  func holders(of key: LiveClientKey) async -> [String] {
    var holders: [String] = []
    for destination in all {
      let holding = try? await destination.holds(shortID: key.shortID)
      if holding?.isPublished == true { holders.append(destination.summary) }
    }
    return holders
  }

  /// Judges a pending key from what each destination holds.
  ///
  /// That it was never published is proven only where its intent wanted it delivered: another
  /// machine, or a manifest that names other destinations by now, knows nothing about it.
  /// Publishing goes in order and stops at the first failure: a destination that cannot be asked
  /// has the key when a later one has it.
  func judge(_ key: LiveClientKey, _ intent: KeyIntent) async -> Verdict {
    var holdings: [DeliveryHolding] = []
    for destination in all {
      holdings.append((try? await destination.holds(shortID: key.shortID)) ?? .unknown)
    }
    if holdings.allSatisfy({ $0 == .notPublished }) {
      return place != nil && place == intent.place ? .neverPublished : .perhapsPublished
    }
    guard holdings.last?.isPublished == true,
      holdings.allSatisfy({ $0.isWithoutObjection(to: key) }),
      HalvesCheck(holdings).isWithoutObjection(to: key)
    else { return .perhapsPublished }
    return .published
  }
}

extension DeliveryHolding {
  fileprivate var isPublished: Bool {
    switch self {
    case .published, .publishedHalf: true
    case .notPublished, .unknown: false
    }
  }

  fileprivate func isWithoutObjection(to key: LiveClientKey) -> Bool {
    switch self {
    case .notPublished: false
    case .published(let certificate): PEMText(certificate) == PEMText(key.certificatePEM)
    case .unknown, .publishedHalf: true
    }
  }
}
