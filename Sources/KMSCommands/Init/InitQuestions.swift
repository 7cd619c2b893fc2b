/// Asks for what no flag said, where somebody can answer.
struct InitQuestions {
  let context: CommandContext

  func answer(_ given: String?, flag: String, _ what: String) throws -> String {
    if let given { return given }
    guard context.isInteractive else {
      throw CommandFailure(
        .usage, "\(flag) is missing and there is no terminal to ask on",
        nextStep: "pass \(flag)")
    }
    context.err.write("\(what): ")
    guard let answer = context.readAnswer(), !answer.isEmpty else {
      throw CommandFailure(.usage, "no answer for the \(what)", nextStep: "pass \(flag)")
    }
    return answer
  }
}
