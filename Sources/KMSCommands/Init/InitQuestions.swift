internal import Manifests

/// Asks for what no flag said, where somebody can answer; takes only what `validate` accepts.
struct InitQuestions {
  let context: CommandContext

  /// How often one question is asked before giving up: a script that answers must end, too.
  private static let maximumTries = 5

  func answer(
    _ given: String?, _ setting: StackSetting, flag: String, _ what: String
  ) throws -> String {
    if let given { return try check(given, setting, flag: flag) }
    guard context.isInteractive else {
      throw CommandFailure(
        .usage, "\(flag) is missing and there is no terminal to ask on",
        nextStep: "pass \(flag)")
    }
    for _ in 0..<Self.maximumTries {
      context.err.write("\(what): ")
      guard let answer = context.readAnswer() else { break }
      let findings = setting.findings(in: answer)
      say(findings)
      guard findings.contains(where: \.isError) else { return answer }
    }
    throw CommandFailure(.usage, "no answer for the \(what)", nextStep: "pass \(flag)")
  }

  /// A value that was given with a flag or a variable.
  func check(_ value: String, _ setting: StackSetting, flag: String) throws -> String {
    let findings = setting.findings(in: value)
    if let error = findings.first(where: \.isError) {
      throw CommandFailure(
        .usage, error.message, nextStep: error.note ?? "pass another \(flag)")
    }
    say(findings)
    return value
  }

  private func say(_ findings: [StackSetting.Finding]) {
    for finding in findings {
      let note = finding.note.map { "; \($0)" } ?? ""
      context.err.write("\(finding.isError ? "error" : "warning"): \(finding.message)\(note)\n")
    }
  }
}
