internal import Glibc

/// Where `kms-sandbox` is: beside the running program, or in `../libexec`; never on PATH.
struct SandboxProgram {
  let path: String

  init(_ context: CommandContext) throws {
    guard let own = context.executablePath, let directory = Paths.parent(of: own) else {
      throw CommandFailure(.error, "the place of the running program is not known")
    }
    let above = Paths.parent(of: directory) ?? directory
    let places = [
      Paths.join(directory, "kms-sandbox"), Paths.join(above, "libexec/kms-sandbox"),
    ]
    guard let path = places.first(where: { access($0, X_OK) == 0 }) else {
      throw CommandFailure(
        .error, "there is no kms-sandbox in \(places.joined(separator: " or "))",
        nextStep: "build it with 'swift build --product kms-sandbox', or install it beside kmsctl")
    }
    self.path = path
  }

  /// Where the sandbox of a stack keeps its state; the directory hides itself from Git.
  static func stateFile(stackDirectory: String) -> String {
    let directory = Paths.join(stackDirectory, ".kmsctl")
    // Failing is harmless: the file is there already, or the sandbox will say what is wrong.
    try? NewFile(path: directory + "/.gitignore", text: "*\n").write()
    return directory + "/sandbox.json"
  }
}
