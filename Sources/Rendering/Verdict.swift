public import Planning

/// Whether there is anything to tell: the exit status and the headline both come from here.
public struct Verdict: Sendable, Hashable {
  /// What the plan is made for.
  public enum Purpose: String, Sendable, Hashable, Codable {
    /// Would an apply do anything?
    case plan
    /// Does live state differ from the manifests?
    case drift
    /// What an apply found when it had nothing to do, or was not allowed to do it.
    case apply
  }

  /// What was found, the gravest.
  private enum Finding: Sendable, Hashable {
    case nothing
    /// No step would repair it, so only `drift` calls it a difference.
    case unknownKeys(Int)
    /// Another run is issuing so many keys: an apply would leave them to it.
    case heldKeys(Int)
    /// So many declared keys are missing, or compromised and live, and wait for another run: only `drift`
    /// calls it a difference.
    case waitingKeys(Int)
    /// A destination of so many keys does not hold them any more.
    case lostDeliveries(Int)
    case difference
  }

  private let finding: Finding
  private let purpose: Purpose
  private let isPartial: Bool

  /// Judges a plan; what could not be read is never clean.
  public init(_ plan: Plan, for purpose: Purpose, lostDeliveries: [KeyDelivery] = []) {
    let differs =
      switch purpose {
      case .plan, .apply: !plan.isEmpty
      case .drift: plan.differsFromManifests
      }
    self.purpose = purpose
    isPartial = plan.isPartial
    if (differs && !plan.isOnlyHeld) || !plan.coverage.unreadable.isEmpty {
      finding = .difference
    } else if !lostDeliveries.isEmpty {
      finding = .lostDeliveries(lostDeliveries.count)
    } else if !plan.held.isEmpty {
      finding = .heldKeys(plan.held.count)
    } else if purpose != .drift, plan.waitingKeys > 0 {
      finding = .waitingKeys(plan.waitingKeys)
    } else {
      finding = plan.unknownKeys.isEmpty ? .nothing : .unknownKeys(plan.unknownKeys.count)
    }
  }

  /// Whether there is nothing to tell.
  public var isClean: Bool { finding == .nothing }

  /// Whether the exit status says that something differs, where it can say so.
  ///
  /// A plan has nothing to apply for a key of unknown origin: it warns, and `drift` fails.
  public var differs: Bool {
    switch finding {
    case .nothing: false
    case .unknownKeys, .waitingKeys: purpose == .drift
    case .heldKeys: purpose == .plan
    case .lostDeliveries, .difference: true
    }
  }

  /// The sentence that says that there is nothing to do, when it is so.
  public var headline: String? {
    switch finding {
    case .nothing where isPartial:
      "No changes in what this partial run looked at. The rest of the stack was not compared."
    case .nothing: "No changes. Live state matches the manifests."
    case .heldKeys(let count):
      "No changes to make, but \(Phrase.count(count, "client key")) \(count == 1 ? "is" : "are") "
        + "being issued by another run."
    case .unknownKeys(let count):
      "\(purpose == .drift ? "Nothing else differs" : "No changes to make"), but "
        + "\(Phrase.count(count, "client key")) of unknown origin "
        + (count == 1 ? "is" : "are") + " on this stack's access points."
    case .waitingKeys(let count):
      "No changes to make, but \(Phrase.count(count, "change")) of client keys "
        + "\(count == 1 ? "waits" : "wait")."
    case .lostDeliveries(let count):
      "No changes to make, but the delivered files of \(Phrase.count(count, "client key")) in use "
        + "are gone or changed."
    case .difference: nil
    }
  }
}

extension Plan {
  /// How many changes of client keys are due, not by the clock, and not this plan's.
  fileprivate var waitingKeys: Int { changes.count { $0.action == .report && $0.group == .change } }
}
