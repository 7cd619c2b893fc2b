internal import KMSModel
internal import Planning

/// The user's yes: given by flag, or asked for on a terminal.
struct Approval {
  let context: CommandContext
  let isGiven: Bool

  /// Fails early where nobody can be asked; never exits 0 after doing nothing.
  func checkPossible() throws {
    guard !isGiven, !context.isInteractive else { return }
    throw CommandFailure(
      .usage, "there is no terminal to ask for approval on",
      nextStep: "pass --auto-approve, best together with --expect and a reviewed fingerprint")
  }

  /// Asks unless the answer is given.
  func ask(_ plan: Plan) throws {
    guard !isGiven else { return }
    let stack = plan.stack
    context.err.write(
      "\nDo you want to perform these actions in stack '\(stack.name)'"
        + " (account \(stack.account), \(stack.region))?\n"
        + "  Only 'yes' will be accepted to approve.\n\n  Enter a value: ")
    let answer = context.readAnswer()
    context.err.write("\n")
    guard answer == "yes" else {
      throw CommandFailure(.error, "apply cancelled: the answer was not 'yes'")
    }
  }
}
