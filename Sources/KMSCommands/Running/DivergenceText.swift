internal import Applying
internal import KMSModel
internal import Planning
internal import Rendering

/// Why an apply whose steps are all done is no success: what was still seen, and for how long it
/// was asked again.
struct DivergenceText {
  let text: String

  /// More of what is left over is only counted.
  private static let maximumNames = 5

  init(_ closing: ClosingLook, after summary: ApplySummary, of applied: Plan) {
    let unreadable = closing.plan.coverage.unreadable.count
    guard unreadable == 0 else {
      text =
        "error: it cannot be told whether everything was applied: \(unreadable) of the live "
        + "objects could not be read afterwards\n"
        + "  next step: run 'kmsctl plan' once they can be read\n"
      return
    }
    let left =
      closing.plan.left(after: summary, of: applied).map(\.target)
      + closing.plan.refusals.compactMap(\.id) + closing.outdated
    let names = left.reduce(into: [ResourceID]()) { if !$0.contains($1) { $0.append($1) } }
    let shown = names.prefix(Self.maximumNames).map(\.shortForm).joined(separator: ", ")
    let more = names.count - Self.maximumNames
    let isOld = closing.plan.hasConverged(after: summary, of: applied)
    let refusals = closing.plan.refusals.map { refusal in
      "error: \(Printable.escaped(refusal.message))\n  next step: "
        + "\(Printable.escaped(refusal.nextStep))\n"
    }
    let divergence =
      "error: did not converge: after the apply, "
      + (isOld ? "the service still shows an older state of " : "the plan still holds ")
      + (names.isEmpty ? "refusals" : shown) + (more > 0 ? " and \(more) more" : "")
      + "\(closing.wait.words)\n"
      + "  next step: look at 'kmsctl plan' in a while: what was written may not be shown yet, or "
      + "somebody is changing the same objects\n"
    text = divergence + refusals.joined()
  }
}
