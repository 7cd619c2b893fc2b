public import Applying
internal import KMSModel
public import Planning

/// The truth at the end of an apply: what became of every step, and how it all stands.
public struct SummaryText: Sendable {
  private let style: Style

  /// Creates a renderer.
  public init(style: Style) { self.style = style }

  /// The summary in full; its last line has the numbers.
  public func render(
    _ summary: ApplySummary, of plan: Plan, standing: ApplyStanding
  ) -> String {
    let details = details(summary, of: plan)
    return details + (details.isEmpty ? "" : "\n")
      + headline(summary, of: plan, standing: standing)
  }

  /// What became of the steps, but for those of a complete apply that are simply done.
  public func details(_ summary: ApplySummary, of plan: Plan) -> String {
    let steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
    let found = Set(summary.foundDone)
    let waiting = [
      section(
        "Postponed", summary.postponed.map { (steps[$0.step], ": " + Printable.escaped($0.reason)) }
      ),
      section(
        "Left to another run", summary.held.map { (steps[$0.step], ": " + Self.words($0.failure)) }),
      section("Stuck", summary.stuck.map { (steps[$0.step], ": " + Self.words($0.failure)) }),
    ]
    guard !summary.isComplete else { return Self.paragraphs(waiting) }
    let done = [
      section("Done", summary.done.filter { !found.contains($0) }.map { (steps[$0], "") }),
      section("Already done, not by this run", summary.foundDone.map { (steps[$0], "") }),
    ]
    let stopped = summary.stoppedBy.map { Self.words($0) + "\n" } ?? ""
    let undone = [
      section("Failed", failures(summary.failed).map { (steps[$0.step], $0.rest) }),
      section(
        "Skipped",
        summary.skipped.map {
          (steps[$0.step], ", because it needs: " + Self.words(steps[$0.because]))
        }),
      section("Not started", summary.notStarted.map { (steps[$0], "") }),
    ]
    return Self.paragraphs(done + waiting + undone + [stopped])
  }

  /// The line that says how it ended, with the numbers.
  ///
  /// What was carried out in the last look stands in `late`, and counts.
  public func headline(
    _ summary: ApplySummary, of plan: Plan, standing: ApplyStanding,
    late: [(summary: ApplySummary, plan: Plan)] = []
  ) -> String {
    "\(word(summary, standing)) Resources: \(Self.numbers(summary, of: plan, late))\n"
  }

  /// The line between the last step and the last look; nothing is called complete before it.
  public func beforeTheLook(_ summary: ApplySummary, of plan: Plan) -> String {
    "\(Self.end(summary)): \(Self.numbers(summary, of: plan)) Looking at everything once more.\n"
  }

  private func word(_ summary: ApplySummary, _ standing: ApplyStanding) -> String {
    if summary.wasInterrupted { return style.paint("Apply interrupted.", .alarming) }
    guard summary.isComplete else { return style.paint("Apply failed.", .alarming) }
    switch standing {
    case .unseen: return style.paint("\(Self.end(summary)).", .strong)
    case .asPlanned: return style.paint("Apply complete!", .added)
    case .otherwise:
      return style.paint(
        "Apply incomplete, though \(Self.end(summary).lowercased()).", .alarming)
    case .left(let isStuck, let isHeld):
      let gaps = [isStuck ? "is stuck" : nil, isHeld ? "is left to another run" : nil]
      let words = gaps.compactMap { $0 }.joined(separator: " or ")
      return style.paint("Apply complete, but for what \(words).", .alarming)
    }
  }

  private static func end(_ summary: ApplySummary) -> String {
    let left = summary.postponed.count + summary.stuck.count + summary.held.count
    return left == 0 ? "Every step is done" : "Every step has ended"
  }

  private static func numbers(
    _ summary: ApplySummary, of plan: Plan, _ late: [(summary: ApplySummary, plan: Plan)] = []
  ) -> String {
    numbers(PlanCounts(done: summary, of: plan, late)) + begun(summary.begunChanges(of: plan))
      + others(summary.othersChanges(of: plan))
  }

  private static func numbers(_ counts: PlanCounts) -> String {
    let markers =
      counts.bookkeeping > 0 ? " \(Phrase.count(counts.bookkeeping, "marker")) written." : ""
    return "\(counts.add) added, \(counts.change) changed, \(counts.destroy) destroyed.\(markers)"
  }

  private static func begun(_ count: Int) -> String {
    guard count > 0 else { return "" }
    return " \(Phrase.count(count, "change")) begun and not finished."
  }

  private static func others(_ count: Int) -> String {
    guard count > 0 else { return "" }
    return " \(Phrase.count(count, "change")) \(count == 1 ? "was" : "were") already done,"
      + " not by this run."
  }

  private static func paragraphs(_ sections: [String]) -> String {
    sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func section(_ title: String, _ items: [(step: Step?, rest: String)]) -> String {
    guard !items.isEmpty else { return "" }
    return items.reduce(into: style.paint("\(title) (\(items.count)):", .strong) + "\n") {
      $0 += "  \(Self.words($1.step))\($1.rest)\n"
    }
  }

  /// Every failed step; what failed in the same way says it once, with one next step.
  private func failures(
    _ failed: [ApplySummary.Failed]
  ) -> [(step: Step.ID, rest: String)] {
    var groups: [[ApplySummary.Failed]] = []
    for one in failed {
      if let place = groups.firstIndex(where: { $0[0].failure.isLike(one.failure) }) {
        groups[place].append(one)
      } else {
        groups.append([one])
      }
    }
    return groups.flatMap { group in
      group.enumerated().map { index, one in
        let message = index == 0 ? style.message(of: one.failure) : "the same"
        let next = index == group.count - 1 ? one.failure.nextStep : nil
        let step = next.map { "\n    next step: \(Printable.escaped($0))" } ?? ""
        return (one.step, ": \(message)\(step)")
      }
    }
  }

  private static func words(_ step: Step?) -> String {
    step.map { StepText($0).sentence } ?? "a step the plan does not have"
  }

  private static func words(_ failure: StepFailure) -> String {
    let next = failure.nextStep.map { "\n    next step: \(Printable.escaped($0))" } ?? ""
    return Printable.escaped(failure.message) + next
  }
}

extension StepFailure {
  /// Whether the service, or what is on the way to it, failed two steps for one reason.
  fileprivate func isLike(_ other: StepFailure) -> Bool {
    guard case .service(let mine) = kind, case .service(let its) = other.kind else { return false }
    // Whoever put words of their own around the service's says more than that.
    guard message == mine.description, other.message == its.description else { return false }
    return mine.cause == its.cause && mine.code == its.code && nextStep == other.nextStep
  }
}

extension Style {
  /// Why a step failed; in red when a key lives on that somebody wants gone.
  func message(of failure: StepFailure) -> String {
    let message = Printable.escaped(failure.message)
    return failure.kind == .stillLive ? paint(message, .alarming) : message
  }
}
