internal import Diagnostics
internal import Manifests

/// Where the stack file is.
struct StackLocation {
  let stackFile: String
  /// The directory everything in the manifests is relative to.
  let directory: String
  /// The directory paths on the command line are relative to.
  let workingDirectory: String
  /// The directory the caller is in, `-C` or not: places in messages are relative to it.
  let callerDirectory: String

  init(_ options: StackOptions, _ context: CommandContext) throws {
    workingDirectory = Self.workingDirectory(options, context)
    callerDirectory = context.workingDirectory
    if let file = context.setting(options.stack, "STACK") {
      stackFile = Paths.join(workingDirectory, file)
    } else if let file = StackLocator.locate(from: workingDirectory) {
      stackFile = file
    } else {
      let problem = StackLocator.notFound(from: workingDirectory)
      throw CommandFailure(
        .invalidManifests, problem.message, nextStep: problem.notes.first?.message)
    }
    directory = Paths.parent(of: stackFile) ?? "/"
  }

  /// The directory a command works in, whether or not there is a stack.
  static func workingDirectory(_ options: StackOptions, _ context: CommandContext) -> String {
    let here = context.workingDirectory
    return context.setting(options.chdir, "CHDIR").map { Paths.join(here, $0) } ?? here
  }
}
