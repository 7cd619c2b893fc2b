public import Applying
public import Delivery
public import KMSModel

/// Everything a command may use of the world; tests hand in their own.
public struct CommandContext: Sendable {
  /// Where data goes.
  public var out: Output
  /// Where everything else goes.
  public var err: Output
  /// The environment variables.
  public var environment: [String: String]
  /// The directory relative paths start from.
  public var workingDirectory: String
  /// Whether somebody can be asked.
  public var isInteractive: Bool
  /// Reads one answer from the user; nothing at the end of the input.
  public var readAnswer: @Sendable () -> String?
  /// The path of the running program, for finding `kms-sandbox` beside it.
  public var executablePath: String?
  /// The local time; only for what needs no truth, such as file names.
  public var now: @Sendable () -> Timestamp
  /// Random bytes.
  public var randomBytes: @Sendable (Int) -> [UInt8]
  /// Opens a connection to the service.
  public var connect: @Sendable (ConnectionRequest) async throws -> Connection
  /// Ctrl-C: armed while an apply runs.
  public var interrupts: Interrupts
  /// How long a command doubts that something is not there, or not as it was written.
  public var patience: Patience
  /// Makes the destinations that are directories of this machine.
  public var directories: DirectoryMaker
  /// Random numbers for the dates of client keys.
  public var random: @Sendable (ClosedRange<Int64>) -> Int64

  /// Creates a context.
  public init(
    out: Output, err: Output, environment: [String: String], workingDirectory: String,
    isInteractive: Bool, readAnswer: @escaping @Sendable () -> String?,
    executablePath: String?, now: @escaping @Sendable () -> Timestamp,
    randomBytes: @escaping @Sendable (Int) -> [UInt8],
    connect: @escaping @Sendable (ConnectionRequest) async throws -> Connection,
    interrupts: Interrupts = Interrupts(), patience: Patience = Patience(),
    directories: @escaping DirectoryMaker = Destinations.realDirectories,
    random: @escaping @Sendable (ClosedRange<Int64>) -> Int64 = Applier.secureRandom
  ) {
    self.out = out
    self.err = err
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.isInteractive = isInteractive
    self.readAnswer = readAnswer
    self.executablePath = executablePath
    self.now = now
    self.randomBytes = randomBytes
    self.connect = connect
    self.interrupts = interrupts
    self.patience = patience
    self.directories = directories
    self.random = random
  }
}
