public import KMSModel

/// Makes the destination that a manifest names.
public struct Destinations: Sendable {
  private let baseDirectory: String
  private let environment: [String: String]
  private let programs: any ProgramRunner

  /// Creates a maker; relative paths are below the stack's directory, which must be absolute.
  public init(
    baseDirectory: String, environment: [String: String], programs: any ProgramRunner = NoPrograms()
  ) {
    self.baseDirectory = baseDirectory
    self.environment = environment
    self.programs = programs
  }

  /// The destination for one entry of `deliverTo`.
  public func destination(for spec: DestinationSpec) -> any ClientKeyDestination {
    switch spec.place {
    case .directory(let directory):
      DirectoryDestination(
        path: directory.path, baseDirectory: baseDirectory,
        isEphemeralAccepted: directory.isEphemeralAccepted, environment: environment)
    case .command(let command):
      CommandDestination(spec: command, parts: spec.parts, programs: programs)
    case .secret:
      UnavailableDestination()
    }
  }
}
