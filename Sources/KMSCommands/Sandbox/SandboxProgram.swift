internal import Files
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

  /// The directory of a stack that its sandbox keeps its state in.
  static func directory(ofStack directory: String) -> String { Paths.join(directory, ".kmsctl") }

  /// The name of the state in it.
  static let stateName = "sandbox.json"

  /// Makes the directory, which hides itself from Git, and says where the state is.
  ///
  /// A repository may bring along whatever it likes in its place: only a directory of the caller's
  /// own is used.
  static func makeStateFile(stackDirectory: String) throws(CommandFailure) -> String {
    let path = directory(ofStack: stackDirectory)
    do throws(FileFault) {
      _ = try OwnDirectory.make(path).addFile(".gitignore", Array("*\n".utf8))
    } catch {
      throw CommandFailure(
        .error, "the sandbox's place cannot be used: \(error)",
        nextStep: "move '\(error.path)' away or delete it")
    }
    return path + "/" + stateName
  }
}
