internal import Delivery
internal import KMSModel
internal import Planning

/// Asks the program of `rotation.retire.confirm` before a predecessor goes.
///
/// Only exit status 0 means yes. Another status means no, which postpones the retirement; no answer
/// at all is a failure, so that somebody sees to it.
struct RetirementCheck {
  let words: [String]
  let programs: any ProgramRunner

  static let timeLimit = Duration.seconds(60)

  /// Returns when the answer is yes.
  func ask(
    accessPoint: String, key: LiveClientKey, successor: String
  ) async throws(StepFailure) {
    guard !words.isEmpty else { return }
    let call = ProgramCall(
      words,
      environment: [
        "KMSCTL_ACCESS_POINT": accessPoint, "KMSCTL_KEY_ID": key.id,
        "KMSCTL_SUCCESSOR_KEY_ID": successor, "KMSCTL_NOT_AFTER": key.notAfter.iso8601,
      ], timeLimit: Self.timeLimit)
    let outcome: ProgramOutcome
    do { outcome = try await programs.run(call) } catch {
      throw StepFailure(
        .other, "nobody could be asked whether \(key.id) may go: \(error.message)",
        nextStep: error.nextStep)
    }
    let name = "'\(words.first ?? "")'"
    switch outcome.end {
    case .exited(0): return
    case .exited(let status):
      throw StepFailure(
        .postponed, "\(name) said with status \(status) that \(key.id) must not go yet")
    case .signalled(let number):
      throw StepFailure(
        .other, "\(name) was ended by signal \(number) and did not say whether \(key.id) may go",
        nextStep: "run it by hand; \(key.id) stays until it says yes")
    case .timedOut:
      throw StepFailure(
        .other,
        "\(name) did not say within \(Self.timeLimit.components.seconds) s whether \(key.id) may go",
        nextStep: "run it by hand; \(key.id) stays until it says yes")
    }
  }

  /// The retirements of a plan whose question could not be asked.
  static func objections(
    in steps: [Step], _ programs: any ProgramRunner
  ) -> [ApplySummary.Failed] {
    steps.compactMap { step in
      guard case .deleteClientKey(let deletion) = step.operation, deletion.cause == .retired,
        let words = deletion.spec?.rotation.retirementCheck, !words.isEmpty,
        let objection = programs.objection(to: words)
      else { return nil }
      return .init(
        step: step.id,
        failure: StepFailure(
          .other, "nobody can be asked whether a client key may go: \(objection.message)",
          nextStep: objection.nextStep))
    }
  }
}
