internal import Rendering

/// The user's yes: given by flag, or asked for on a terminal.
struct Approval {
  let context: CommandContext
  let isGiven: Bool
  /// How a pipeline gets a fingerprint to expect.
  let review: Review

  /// Where a plan can be looked at before it is carried out.
  enum Review {
    /// `kmsctl plan` prints it.
    case plan
    /// Only the command itself makes it.
    case ownQuestion

    var advice: String {
      switch self {
      case .plan:
        "pass --auto-approve, best together with --expect and the fingerprint of a reviewed"
          + " 'kmsctl plan'"
      case .ownQuestion:
        "pass --auto-approve; on a terminal this command shows its plan and the fingerprint for"
          + " --expect before it asks, and any answer but 'yes' leaves all as it is"
      }
    }
  }

  /// Fails early where nobody can be asked; never exits 0 after doing nothing.
  func checkPossible() throws {
    guard !isGiven, !context.isInteractive else { return }
    throw CommandFailure(
      .usage, "there is no terminal to ask for approval on",
      nextStep: review.advice)
  }

  /// Asks unless the answer is given.
  func ask(_ target: RunTarget) throws {
    guard !isGiven else { return }
    context.err.write(
      "\nDo you want to perform these actions in \(target.phrase)?\n"
        + "  Only 'yes' will be accepted to approve.\n\n  Enter a value: ")
    let answer = context.readAnswer()
    context.err.write("\n")
    guard answer == "yes" else {
      throw CommandFailure(.error, "apply cancelled: the answer was not 'yes'")
    }
  }
}
