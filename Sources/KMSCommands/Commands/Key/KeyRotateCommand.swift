internal import ArgumentParser
internal import KMSModel
internal import Planning
internal import Rendering

/// `kmsctl key rotate`.
struct KeyRotateCommand: ContextCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Rotate client keys: those that are due, or one now.",
    discussion: """
      The steps are those of apply, for client keys alone: preflight, issue, deliver, commit, and \
      later retire. With names, only their keys; --now issues a successor although none is due, and \
      the predecessor lives on for the overlap. --compromised issues a successor and deletes every \
      older recorded key as soon as it is delivered. With 'keys.issuedBy: rotate' in the stack, \
      apply defers keys and this command issues them.

      Examples:
        kmsctl key rotate --due --auto-approve            for a job with a role of its own
        kmsctl key rotate payments-api --now
        kmsctl key rotate payments-api --compromised
      """)

  @Argument(help: ArgumentHelp("Only the keys of these access points.", valueName: "aap"))
  var accessPoints: [String] = []

  @Flag(help: "Whatever is due in the whole stack.")
  var due = false

  @Flag(help: "Although it is not due.")
  var now = false

  @Flag(help: "Older keys die as soon as the new one is delivered.")
  var compromised = false

  @OptionGroup var options: KeyRunOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func validate() throws {
    guard due == accessPoints.isEmpty else {
      throw ValidationError("give the names of access points, or --due for all that are due")
    }
    guard !(due && (now || compromised)), !(now && compromised) else {
      throw ValidationError("--now and --compromised need names of access points, one of the two")
    }
  }

  func run(_ context: CommandContext) async throws -> ExitStatus {
    let runner = KeyRunner(context: context, options: options, output: output)
    return try await runner.run { stack in
      guard !due else { return (KeyOptions(), nil) }
      let names = try DeclaredKeys(desired: stack.desired).names(accessPoints)
      if compromised {
        let board = await stack.makeKeyBoard(of: Set(names))
        context.err.write(CompromiseText(board).text)
      }
      let wanted = KeyOptions(
        rotateNow: Set(now ? names : []), compromised: Set(compromised ? names : []))
      return (wanted, names)
    }
  }
}
