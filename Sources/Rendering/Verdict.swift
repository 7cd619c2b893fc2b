public import Planning

/// Whether there is anything to tell: the exit status and “No changes” both come from here.
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

  /// Whether the answer is no.
  public var isClean: Bool
  /// The sentence that says so, when it is so.
  public var headline: String? {
    guard isClean else { return nil }
    return isPartial
      ? "No changes in what this partial run looked at. The rest of the stack was not compared."
      : "No changes. Live state matches the manifests."
  }
  private var isPartial: Bool

  /// Judges a plan; what could not be read is never clean.
  public init(_ plan: Plan, for purpose: Purpose) {
    let hasFindings =
      switch purpose {
      case .plan, .apply: !plan.isEmpty
      case .drift: plan.hasDrift
      }
    isPartial = plan.isPartial
    isClean = !hasFindings && plan.coverage.unreadable.isEmpty
  }
}
