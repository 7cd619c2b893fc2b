public import Applying
internal import KMSModel
public import Planning
internal import Texts

/// The live display of an apply on a terminal: finished steps scroll away above, and below them
/// stand a bar with the counts and the running steps, redrawn in place.
///
/// It only makes text. Each text is written in one call, overwrites line by line instead of
/// clearing first, and so does not flicker; the cursor is never hidden, so nothing has to be
/// restored after a kill.
public struct ProgressDisplay: Sendable {
  private struct Running {
    var step: Step
    var since: Duration
  }

  private let style: Style
  private let lines: EventText
  private let total: Int
  private var done = 0
  private var unsuccessful = 0
  private var running: [Running] = []
  private var drawnLines = 0
  private var isOver = false

  /// How many running steps are shown at most.
  public static let maximumRunningLines = 6

  /// Creates a display for one plan.
  public init(style: Style, plan: Plan) {
    self.style = style
    lines = EventText(style: style, plan: plan)
    total = plan.steps.count
  }

  /// Takes an event in; the text brings the terminal up to date.
  public mutating func handle(_ event: ApplyEvent, at elapsed: Duration, width: Int) -> String {
    var isLasting = true
    switch event {
    case .stepStarted(let step):
      running.append(Running(step: step, since: elapsed))
      isLasting = false
    case .stepFinished(let step, _), .stepFoundDone(let step):
      end(step)
      done += 1
    case .stepFailed(let step, _), .stepStuck(let step, _), .stepHeld(let step, _):
      end(step)
      unsuccessful += 1
    case .stepPostponed(let step, _):
      end(step)
      unsuccessful += 1
    case .stepSkipped: unsuccessful += 1
    case .started, .note, .interrupted: break
    case .finished: isOver = true
    }
    return redraw(above: isLasting ? lines.render(event) : "", at: elapsed, width: width)
  }

  /// Draws again without news, for the clocks of the running steps.
  public mutating func tick(at elapsed: Duration, width: Int) -> String {
    running.isEmpty ? "" : redraw(above: "", at: elapsed, width: width)
  }

  private mutating func end(_ step: Step) { running.removeAll { $0.step.id == step.id } }

  private mutating func redraw(above: String, at elapsed: Duration, width: Int) -> String {
    let status = isOver || total == 0 ? [] : statusLines(at: elapsed, width: width)
    let endOfLine = "\u{1b}[K\n"
    var text = drawnLines > 0 ? "\u{1b}[\(drawnLines)A\r" : ""
    text += above.replacing(text: "\n", by: endOfLine)
    for line in status { text += line + endOfLine }
    drawnLines = status.count
    return text + "\u{1b}[J"
  }

  private func statusLines(at elapsed: Duration, width: Int) -> [String] {
    let shown = running.prefix(Self.maximumRunningLines)
    var texts = [bar(width: width)]
    for one in shown {
      let name = Printable.escaped(one.step.target.shortForm)
      let time = Phrase.duration(elapsed - one.since)
      let line = "  \(name): \(StepText(one.step).progressive)… \(time)"
      texts.append(Printable.clipped(line, to: width - 1))
    }
    if running.count > shown.count {
      texts.append("  and \(running.count - shown.count) more")
    }
    return texts
  }

  private func bar(width: Int) -> String {
    let failed = unsuccessful > 0 ? ", \(unsuccessful) not done" : ""
    let counts = " \(done)/\(total) done, \(running.count) running\(failed)"
    let room = min(width - counts.count - 3, 40)
    guard room >= 8 else { return Printable.clipped(String(counts.dropFirst()), to: width - 1) }
    let filled = total == 0 ? 0 : room * (done + unsuccessful) / total
    let full = style.paint(String(repeating: "#", count: filled), .added)
    return "[\(full)\(String(repeating: "-", count: room - filled))]\(counts)"
  }
}
