internal import Cryptography
public import Delivery
public import KMSModel
public import Planning

/// Carries a plan out against the service and tells what happens.
public struct Applier: Sendable {
  /// The service.
  public var service: any KMSService
  /// Makes the destinations of one client key from its spec.
  public var destinations: @Sendable (DestinationSpec) -> any ClientKeyDestination
  /// Where passwords come from.
  public var passwords: PasswordReader
  /// Runs the programs that manifests name.
  public var programs: any ProgramRunner
  /// Opens the private halves of new client keys, to prove them before they are delivered.
  public var openContainer: ContainerOpener
  /// The SHA-256 that tells a genuine marker from a copied one.
  public var digest: DigestFunction
  /// What the stack ignores, and what is therefore not read.
  public var ignore: AddressPatternList
  /// The keys of others that the stack accepts, by their full ids.
  public var acceptedKeys: Set<String>
  /// What goes on with client keys after a failure: where `keys.issuedBy` says so, `apply` does not.
  public var keyCommand: String
  /// How many steps run side by side.
  public var maximumParallelSteps: Int
  /// Measures how long steps take.
  public var clock: any Clock<Duration>
  /// How long answers are doubted that may be older than a write.
  public var patience: Patience
  /// What this run wrote; for whoever looks at live state afterwards.
  public let memory: WriteMemory
  /// Which run this is, and which others are over.
  public var runs: RunRegistry
  /// Random numbers for the dates of client keys.
  public var random: @Sendable (ClosedRange<Int64>) -> Int64

  /// As many steps side by side as an apply that is told nothing runs.
  public static let standardParallelSteps = 8

  /// What goes on after a failure, unless something else does.
  public static let standardCommand = "kmsctl apply"

  /// Creates an applier.
  public init(
    service: any KMSService,
    destinations: @escaping @Sendable (DestinationSpec) -> any ClientKeyDestination,
    passwords: PasswordReader, programs: any ProgramRunner = NoPrograms(),
    openContainer: @escaping ContainerOpener = Applier.realContainers, digest: DigestFunction,
    ignore: AddressPatternList = .init(), acceptedKeys: Set<String> = [],
    keyCommand: String = Applier.standardCommand,
    maximumParallelSteps: Int = Applier.standardParallelSteps,
    clock: any Clock<Duration> = ContinuousClock(), patience: Patience = Patience(),
    memory: WriteMemory = WriteMemory(), runs: RunRegistry = .solitary(),
    random: @escaping @Sendable (ClosedRange<Int64>) -> Int64 = Applier.secureRandom
  ) {
    self.service = service
    self.destinations = destinations
    self.passwords = passwords
    self.programs = programs
    self.openContainer = openContainer
    self.digest = digest
    self.ignore = ignore
    self.acceptedKeys = acceptedKeys
    self.keyCommand = keyCommand
    self.maximumParallelSteps = max(1, maximumParallelSteps)
    self.clock = clock
    self.patience = patience
    self.memory = memory
    self.runs = runs
    self.random = random
  }

  /// PKCS#12 containers, opened with libcrypto.
  public static let realContainers: ContainerOpener = { (container, password) throws(PKCS12Error) in
    try PKCS12.open(container, password: password)
  }

  /// A number from libcrypto's generator.
  public static let secureRandom: @Sendable (ClosedRange<Int64>) -> Int64 = { range in
    var generator = SecureRandom()
    return Int64.random(in: range, using: &generator)
  }

  /// Runs a plan to its end, to the first wall each part of it meets, or to the interruption.
  ///
  /// Nothing is thrown: the summary is the truth. `emit` may be called by several steps at once.
  public func apply(
    _ plan: Plan, interruption: Interruption = Interruption(),
    emit: @escaping @Sendable (ApplyEvent) async -> Void
  ) async -> ApplySummary {
    await emit(.started(plan))
    let summary = await ApplyRun(applier: self, plan: plan, interruption: interruption, emit: emit)
      .run()
    await emit(.finished(summary))
    return summary
  }
}
