internal import ArgumentParser
internal import Delivery
internal import KMSModel

/// Which programs of the manifests this one run may start; flags only, never variables.
struct ProgramOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Allow the manifests to run exactly this program, by its absolute path; repeatable.",
      valueName: "path"))
  var allowExec: [String] = []

  func validate() throws {
    for path in allowExec where !path.hasPrefix("/") {
      throw ValidationError("--allow-exec is '\(path)', expected an absolute path")
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
