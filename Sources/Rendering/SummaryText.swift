public import Applying
internal import KMSModel
public import Planning

/// The truth at the end of an apply: done, postponed, stuck, failed, skipped and why, not started.
public struct SummaryText: Sendable {
  private let style: Style

  /// Creates a renderer.
  public init(style: Style) { self.style = style }

  /// The summary; its last line has the numbers.
  public func render(_ summary: ApplySummary, of plan: Plan) -> String {
    let numbers =
      Self.numbers(PlanCounts(done: summary, of: plan))
      + Self.others(summary.othersChanges(of: plan))
    let steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
    let found = Set(summary.foundDone)
    let postponed = section(
      "Postponed", summary.postponed.map { (steps[$0.step], ": " + Printable.escaped($0.reason)) })
    let stuck = section(
      "Stuck", summary.stuck.map { (steps[$0.step], ": " + Self.words($0.failure)) })
    guard !summary.isComplete else {
      let word =
        stuck.isEmpty
        ? style.paint("Apply complete!", .added)
        : style.paint("Apply complete, but for what is stuck.", .alarming)
      return [postponed, stuck].filter { !$0.isEmpty }.map { $0 + "\n" }.joined()
        + "\(word) \(numbers)\n"
    }
    let sections = [
      section("Done", summary.done.filter { !found.contains($0) }.map { (steps[$0], "") }),
      section("Already done, not by this run", summary.foundDone.map { (steps[$0], "") }),
      postponed, stuck,
      section("Failed", failures(summary.failed).map { (steps[$0.step], $0.rest) }),
      section(
        "Skipped",
        summary.skipped.map {
          (steps[$0.step], ", because it needs: " + Self.words(steps[$0.because]))
        }),
      section("Not started", summary.notStarted.map { (steps[$0], "") }),
    ]
    let reason = summary.stoppedBy.map { Self.words($0) + "\n" } ?? ""
    let word = summary.wasInterrupted ? "Apply interrupted." : "Apply failed."
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
      + "\n\(reason)\(style.paint(word, .alarming)) \(numbers)\n"
  }

  static func numbers(_ counts: PlanCounts) -> String {
    let markers =
      counts.bookkeeping > 0 ? " \(Phrase.count(counts.bookkeeping, "marker")) written." : ""
    return "Resources: \(counts.add) added, \(counts.change) changed,"
      + " \(counts.destroy) destroyed.\(markers)"
  }

  private static func others(_ count: Int) -> String {
    guard count > 0 else { return "" }
    return " \(Phrase.count(count, "change")) \(count == 1 ? "was" : "were") already done,"
      + " not by this run."
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
