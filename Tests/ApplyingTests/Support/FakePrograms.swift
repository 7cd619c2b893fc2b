internal import Delivery

/// Answers for every program with one end, and remembers what it was asked.
actor FakePrograms: ProgramRunner {
  private(set) var calls: [ProgramCall] = []
  private let end: ProgramOutcome.End
  private let refusal: ProgramFailure?

  init(_ end: ProgramOutcome.End = .exited(0), refusal: ProgramFailure? = nil) {
    self.end = end
    self.refusal = refusal
  }

  func run(_ call: ProgramCall) async throws(ProgramFailure) -> ProgramOutcome {
    calls.append(call)
    if let refusal { throw refusal }
    return ProgramOutcome(end: end)
  }

  nonisolated func objection(to words: [String]) -> ProgramFailure? { refusal }
}
