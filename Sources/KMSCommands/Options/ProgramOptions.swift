internal import ArgumentParser
internal import Delivery
internal import KMSModel
internal import Texts

/// Which programs of the manifests this one run may start; flags only, never variables.
struct ProgramOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Allow the manifests to run exactly this program, by its absolute path; repeatable.",
      valueName: "path"))
  var allowExec: [String] = []

  func validate() throws {
    for path in allowExec where !path.begins(with: "/") {
      throw ValidationError("--allow-exec is '\(path)', expected an absolute path")
    }
  }

  /// Fails when the manifests run no program of such a path; a partial run saw only some of them.
  func check(against desired: DesiredState) throws(CommandFailure) {
    guard !desired.isPartial else { return }
    let programs = desired.programs
    for path in allowExec where !programs.contains(path) {
      throw CommandFailure(
        .usage, "--allow-exec '\(path)' matches no program that the manifests run",
        nextStep: programs.isEmpty
          ? "leave it out: the manifests run no program at all"
          : "leave it out, or give a path as the manifests write it: "
            + programs.sorted().joined(separator: ", "))
    }
  }

  /// What runs them: in the stack's directory, without what kmsctl itself authenticates with and
  /// without the passwords of client keys.
  func runner(
    for desired: DesiredState, directory: String, environment: [String: String]
  ) -> any ProgramRunner {
    let passwords = desired.clientKeys.values.compactMap { key in
      if case .fromEnv(let name) = key.spec.password { name } else { nil }
    }
    return AllowedPrograms(
      paths: allowExec,
      environment: ProgramEnvironment.variables(of: environment, besides: Set(passwords)),
      workingDirectory: directory)
  }
}

extension DesiredState {
  /// The path of every program that any step of a client key may run.
  fileprivate var programs: Set<String> {
    clientKeys.values.reduce(into: []) { $0.formUnion($1.spec.programs) }
  }
}
