public import Planning

/// Whether there is anything to tell: the exit status and “No changes” both come from here.
public struct Verdict: Sendable, Hashable {
  /// What the plan is made for.
  public enum Purpose: String, Sendable, Hashable, Codable {
    /// Would an apply do anything?
    case plan
    /// Does live state differ from the manifests?
    case drift
  }

  /// Whether the answer is no.
  public var isClean: Bool
  /// The sentence that says so, when it is so.
  public var headline: String? {
    isClean ? "No changes. Live state matches the manifests." : nil
  }

  /// Judges a plan; what could not be read is never clean.
  public init(_ plan: Plan, for purpose: Purpose) {
    let hasFindings =
      switch purpose {
      case .plan: !plan.isEmpty
      case .drift: plan.hasDrift
      }
    isClean = !hasFindings && plan.coverage.unreadable.isEmpty
  }
}
