public import KMSModel

/// Makes the destination that is a directory; a relative path is below the base directory.
public typealias DirectoryMaker =
  @Sendable (
    _ spec: DirectorySpec, _ parts: KeyParts, _ baseDirectory: String,
    _ environment: [String: String]
  ) -> any ClientKeyDestination

/// Makes the destination that a manifest names.
public struct Destinations: Sendable {
  private let baseDirectory: String
  private let environment: [String: String]
  private let programs: any ProgramRunner
  private let secrets: any KMSSecretService
  private let patience: Patience
  private let interruption: Interruption
  private let directories: DirectoryMaker

  /// Directories of this machine.
  public static let realDirectories: DirectoryMaker = { spec, parts, baseDirectory, environment in
    DirectoryDestination(
      spec, parts: parts, baseDirectory: baseDirectory, environment: environment)
  }

  /// Creates a maker; relative paths are below the stack's directory, which must be absolute.
  ///
  /// What the service keeps may not show the last write yet: patience is for asking it again.
  public init(
    baseDirectory: String, environment: [String: String],
    programs: any ProgramRunner = NoPrograms(), secrets: any KMSSecretService = NoSecrets(),
    patience: Patience = .none, interruption: Interruption = Interruption(),
    directories: @escaping DirectoryMaker = Destinations.realDirectories
  ) {
    self.baseDirectory = baseDirectory
    self.environment = environment
    self.programs = programs
    self.secrets = secrets
    self.patience = patience
    self.interruption = interruption
    self.directories = directories
  }

  /// The destination for one entry of `deliverTo`.
  public func destination(for spec: DestinationSpec) -> any ClientKeyDestination {
    switch spec.place {
    case .directory(let directory):
      directories(directory, spec.parts, baseDirectory, environment)
    case .secret(let secret):
      SecretDestination(
        spec: secret, parts: spec.parts, service: secrets, patience: patience,
        interruption: interruption)
    case .command(let command):
      CommandDestination(spec: command, parts: spec.parts, programs: programs)
    }
  }
}
