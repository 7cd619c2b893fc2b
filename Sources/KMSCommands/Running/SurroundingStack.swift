internal import Diagnostics
internal import KMSModel

/// The stack a command happens to run in, for commands that also work without one.
struct SurroundingStack {
  /// What its stack file says; nothing without one, or with one that cannot be read.
  let spec: StackSpec?
  /// Where it says the region.
  let regionPlace: SourceLocation?
  /// What its manifests want; nothing when they have errors.
  let desired: DesiredState?
  /// The stack's directory, or the one the command works in.
  let directory: String
  /// Whether there is a stack whose files have errors: then it is not as if there were none.
  let isUnreadable: Bool

  init(_ options: StackOptions, _ context: CommandContext) {
    let location = try? StackLocation(options, context)
    let loaded = location.flatMap { try? LoadedStack($0, paths: []) }
    desired = loaded?.desired
    spec = loaded?.spec
    regionPlace = loaded?.regionPlace
    isUnreadable = location != nil && desired == nil
    directory = location?.directory ?? StackLocation.workingDirectory(options, context)
  }

  /// Fails when the connection is to another account than the stack's, or nobody can tell.
  func checkAccount(_ connection: Connection) async throws {
    guard !isUnreadable else {
      throw CommandFailure(
        .error,
        "the stack's files have errors, so it is not known whether these are its account's"
          + " credentials",
        nextStep: "see 'kmsctl validate', or work outside the stack with --region")
    }
    guard let spec else { return }
    try await StackRunner.checkAccount(connection, spec)
  }
}
