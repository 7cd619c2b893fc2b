/// A story in words.
struct Story {
  let outcome: Outcome

  /// How an actor is called.
  static func name(_ actor: Int) -> String {
    actor < 0 ? "nobody" : String(UnicodeScalar(UInt8(ascii: "A") + UInt8(actor % 26)))
  }

  var text: String {
    var lines = ["Once the account was: \(outcome.scenario.start.rawValue)."]
    for (number, actor) in outcome.scenario.actors.enumerated() {
      if let actor { lines.append("\(Self.name(number)) is \(words(actor)).") }
    }
    lines += happenings
    for violation in outcome.violations {
      lines.append("BROKEN: \(violation.promise.rawValue): \(violation.words).")
    }
    return lines.joined(separator: "\n")
  }

  /// The story, and the trace of what was told together.
  var whole: String { "\(text)\nEvent by event:\n\(trace)" }

  /// The trace, one line for each event.
  var trace: String {
    outcome.events.map { event in
      let fault = event.fault.map { " [\(words($0))]" } ?? ""
      let outcome = event.outcome.isEmpty ? "" : " -> \(event.outcome)"
      return "\(event.number) \(event.time) \(Self.name(event.actor)) \(words(event.point))"
        + fault + outcome
    }.joined(separator: "\n")
  }

  /// Runs of reads are told together, what changes something and what goes wrong by itself.
  private var happenings: [String] {
    var lines: [String] = []
    var quiet = (actor: -1, count: 0)
    func flush() {
      if quiet.count > 0 {
        lines.append("  \(Self.name(quiet.actor)) goes on quietly, \(quiet.count) events.")
      }
      quiet = (-1, 0)
    }
    for event in outcome.events {
      if event.fault == nil, event.point.isQuiet {
        if quiet.actor != event.actor { flush() }
        quiet = (event.actor, quiet.count + 1)
        continue
      }
      flush()
      let fault = event.fault.map { ", and \(words($0))" } ?? ""
      let outcome = event.outcome.isEmpty ? "" : " (\(event.outcome))"
      lines.append("  \(Self.name(event.actor)): \(words(event.point))\(outcome)\(fault).")
    }
    flush()
    return lines
  }

  private func words(_ actor: Actor) -> String {
    switch actor {
    case .run(let command, let machine):
      var words = "a run of \(command)"
      if machine.host > 0 { words += " on host \(machine.host)" }
      if machine.skew != 0 { words += ", whose clock is off by \(machine.skew) s" }
      if machine.dateShift != 0 { words += ", which sees dates off by \(machine.dateShift) s" }
      return words
    case .edits(let edits): return "others, who do \(edits)"
    case .clock(let steps): return "the clock, which goes on by \(steps) s"
    }
  }

  private func words(_ point: Point) -> String {
    switch point {
    case .start: "begins"
    case .call(let name): "\(name.operation) \(name.object)"
    case .place(let name): name
    case .sleep: "waits"
    case .edit(let edit): "\(edit)"
    case .clock(let seconds): "\(seconds) s go by"
    case .landing(let name): "\(name.operation) \(name.object) arrives late"
    }
  }

  private func words(_ fault: Fault) -> String {
    switch fault {
    case .lostRequest: "the request is lost"
    case .lostAnswer: "the answer is lost after the work"
    case .late(let count): "it arrives \(count) events later"
    case .throttled: "it is throttled"
    case .unavailable: "the service is busy"
    case .failedAfterwards: "the service fails after the work"
    case .thin(let field, let how): "field \(field) of the answer is \(how)"
    case .rewritten(let rewriting): "\(rewriting)"
    case .hollow(let kind): "a proxy answers instead: \(kind)"
    case .lagging(let seconds, _): "it shows what was \(seconds) s ago"
    case .dated(let seconds): "its Date is off by \(seconds) s"
    case .killed(let afterWork): "the run is killed \(afterWork ? "after" : "before") the work"
    }
  }
}

extension Point {
  /// Whether it changes nothing, so that a story need not tell it.
  var isQuiet: Bool {
    switch self {
    case .call(let name): !name.isChange
    case .place(let name): name.hasPrefix("ask") || name.hasPrefix("look")
    case .sleep: true
    case .start, .edit, .clock, .landing: false
    }
  }
}
