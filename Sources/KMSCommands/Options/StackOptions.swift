internal import ArgumentParser

/// Which stack is meant.
struct StackOptions: ParsableArguments {
  @Option(
    name: [.customShort("C"), .long],
    help: ArgumentHelp("Work as if started in this directory.", valueName: "dir"))
  var chdir: String?

  @Option(
    help: ArgumentHelp(
      "The stack file; without it, kmsctl.yaml in the working directory or above it.",
      valueName: "file"))
  var stack: String?
}

/// Which of the stack's manifests are meant.
struct ManifestArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Only what these files or directories of the stack declare; the run is then partial.",
      valueName: "path"))
  var paths: [String] = []
}
