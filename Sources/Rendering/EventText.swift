public import Applying
internal import KMSModel
public import Planning

/// Events of an apply as plain lines, for pipes, files and pipelines.
public struct EventText: Sendable {
  private let style: Style
  private let steps: [Step.ID: Step]

  /// Creates a renderer for the events of one plan.
  public init(style: Style, plan: Plan) {
    self.style = style
    steps = Dictionary(plan.steps.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The lines of one event, each with its line end; empty when there is nothing to say.
  public func render(_ event: ApplyEvent) -> String {
    switch event {
    case .started(let plan):
      return plan.steps.isEmpty ? "" : "Applying \(Phrase.count(plan.steps.count, "step")).\n"
    case .stepStarted(let step):
      return "\(name(step)): \(StepText(step).progressive)…\n"
    case .note(let step, let text):
      return "\(name(step)): \(Printable.escaped(text))\n"
    case .stepFinished(let step, let time):
      let word = style.paint(StepText(step).past, .added)
      return "\(name(step)): \(word) (\(Phrase.duration(time)))\n"
    case .stepFoundDone(let step):
      return "\(name(step)): already \(StepText(step).past), not by this run\n"
    case .stepFailed(let step, let failure):
      let word = style.paint("failed:", .alarming)
      // The next step stands in the summary, once for all that failed in the same way.
      return "\(name(step)): \(word) \(Printable.escaped(failure.message))\n"
    case .stepStuck(let step, let failure):
      let word = style.paint("stuck:", .alarming)
      let next = failure.nextStep.map { "  next step: \(Printable.escaped($0))\n" } ?? ""
      return "\(name(step)): \(word) \(Printable.escaped(failure.message))\n\(next)"
    case .stepHeld(let step, let failure):
      let word = style.paint("left to another run:", .alarming)
      let next = failure.nextStep.map { "  next step: \(Printable.escaped($0))\n" } ?? ""
      return "\(name(step)): \(word) \(Printable.escaped(failure.message))\n\(next)"
    case .stepPostponed(let step, let reason):
      return "\(name(step)): postponed: \(Printable.escaped(reason))\n"
    case .stepSkipped(let step, let cause):
      let needed = steps[cause].map { StepText($0).sentence } ?? "an earlier step"
      return "\(name(step)): skipped, because it needs: \(needed)\n"
    case .interrupted:
      return "Interrupted: what is running is finished, nothing new begins."
        + " Press Ctrl-C again to stop at once.\n"
    case .finished:
      return ""
    }
  }

  private func name(_ step: Step) -> String { Printable.escaped(step.target.shortForm) }
}
