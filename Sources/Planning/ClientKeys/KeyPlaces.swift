internal import KMSModel

/// Counts the places of one access point: what is there, and what goes before a key is issued.
struct KeyPlaces {
  let keys: [KeyLifecycle.Key]
  let issue: KeyLifecycle.Issue
  let retirementHold: KeyLifecycle.Hold?
  /// The keys that somebody wants to go now.
  let retiring: Set<String>

  /// Whether a key is needed, now or once nothing holds it back, and has no place.
  ///
  /// A recovery that only clears a finished intent needs none.
  func isShort(_ facts: KeyFacts) -> Bool {
    switch issue {
    case .notManaged, .fresh, .held, .stuck: return false
    case .recovering where facts.isFinishedBesidesIntent: return false
    case .due, .missing, .recovering, .heldBack:
      return keys.count { !goesFirst($0) } >= ClientKeySpec.maximumKeysPerAccessPoint
    }
  }

  /// Whether nothing but a free place can end a shortage: how far a pending key got, only its
  /// destinations can tell.
  var isCertain: Bool { issue != .recovering || !keys.contains { isPending($0) } }

  /// Whether there is a place only once other keys are gone.
  var needsRemovals: Bool { keys.count >= ClientKeySpec.maximumKeysPerAccessPoint }

  private func isPending(_ key: KeyLifecycle.Key) -> Bool {
    key.state == .pending && key.isHalfPublished && !goesFirst(key)
  }

  /// Whether a key is gone by the time the next one is issued.
  private func goesFirst(_ key: KeyLifecycle.Key) -> Bool {
    if retiring.contains(key.live.id) || key.isRevoked, key.isDispensable { return true }
    switch key.state {
    case .expired: return true
    case .orphan: return key.nextAction == .remove
    // It has ended: its recovery takes it back.
    case .pending: return !key.isHalfPublished
    case .retirable: return retirementHold == nil || isWaiting
    case .overlapping(until: .some), .elsewhere(until: .some): return isWaiting
    case .current, .overlapping, .elsewhere, .unrecorded: return false
    }
  }

  /// A held back issue waits, and what goes by itself meanwhile makes a place.
  private var isWaiting: Bool { if case .heldBack = issue { true } else { false } }
}

extension KeyFacts {
  /// Whether the key that the open intent names is recorded already.
  fileprivate var isFinishedBesidesIntent: Bool {
    guard let marker, let shortID = marker.intent?.shortID else { return false }
    return marker.keys.contains { $0.shortID == shortID && !$0.isHalfPublished }
  }
}
