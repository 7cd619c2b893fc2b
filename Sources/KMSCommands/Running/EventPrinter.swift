internal import Applying
internal import Planning
internal import Rendering

/// Prints events as they happen: a live display on a terminal, lines elsewhere.
actor EventPrinter {
  private let stream: Output
  private let lines: EventText
  private var display: ProgressDisplay?
  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant

  /// How often the clocks of running steps are redrawn.
  private static let tickInterval = Duration.milliseconds(200)

  init(plan: Plan, style: Style, stream: Output) {
    self.stream = stream
    lines = EventText(style: style, plan: plan)
    display = stream.isTerminal ? ProgressDisplay(style: style, plan: plan) : nil
    begin = clock.now
  }

  func print(_ event: ApplyEvent) {
    let text =
      display?.handle(event, at: clock.now - begin, width: stream.width()) ?? lines.render(event)
    if !text.isEmpty { stream.write(text) }
  }

  /// Runs `body` and, where there is something to redraw, redraws meanwhile.
  nonisolated func whileTicking<Result: Sendable>(
    _ body: () async -> Result
  ) async -> Result {
    guard stream.isTerminal else { return await body() }
    // Not a child task, because `body` need not be Sendable; it is ended and awaited below.
    let ticker = Task { await tick() }
    let result = await body()
    ticker.cancel()
    await ticker.value
    return result
  }

  private func tick() async {
    while !Task.isCancelled, display != nil {
      try? await Task.sleep(for: Self.tickInterval)
      let text = display?.tick(at: clock.now - begin, width: stream.width()) ?? ""
      if !text.isEmpty, !Task.isCancelled { stream.write(text) }
    }
  }
}
