public import Secrets

/// Runs the programs that manifests name.
///
/// The one place where kmsctl starts somebody else's program: for a password, for a delivery, and
/// before a predecessor goes. Only `apply` and `key rotate` have one that runs anything.
public protocol ProgramRunner: Sendable {
  /// Runs a program to its end or its time limit.
  func run(_ call: ProgramCall) async throws(ProgramFailure) -> ProgramOutcome

  /// Why a program would not be started, without starting it; nothing when it would.
  func objection(to words: [String]) -> ProgramFailure?
}

/// One program to run; no shell is between.
public struct ProgramCall: Sendable {
  /// The program and its arguments.
  public var words: [String]
  /// What it reads on its standard input; nothing: an empty input.
  public var input: Secret?
  /// What is added to its environment; never a secret.
  public var environment: [String: String]
  /// How long it may take.
  public var timeLimit: Duration

  /// Creates a call.
  public init(
    _ words: [String], input: Secret? = nil, environment: [String: String] = [:],
    timeLimit: Duration
  ) {
    self.words = words
    self.input = input
    self.environment = environment
    self.timeLimit = timeLimit
  }
}

/// How a program ended.
public struct ProgramOutcome: Sendable {
  /// The end.
  public enum End: Sendable, Hashable {
    /// By itself, with this status.
    case exited(Int32)
    /// By a signal.
    case signalled(Int32)
    /// It was ended because its time was up.
    case timedOut
  }

  /// The end.
  public var end: End
  /// What it wrote to its standard output, up to a limit.
  public var output: Secret
  /// The end of what it wrote to its standard error; may hold anything, so it is redacted before it
  /// is shown.
  public var errorText: Secret

  /// Creates an outcome.
  public init(end: End, output: Secret = Secret(""), errorText: Secret = Secret("")) {
    self.end = end
    self.output = output
    self.errorText = errorText
  }
}

/// Why a program was not started.
public struct ProgramFailure: Error, Sendable, Hashable {
  /// What was found.
  public var message: String
  /// What to do.
  public var nextStep: String

  /// Creates a failure.
  public init(_ message: String, nextStep: String) {
    self.message = message
    self.nextStep = nextStep
  }
}

/// Starts nothing: what every command but `apply` and `key rotate` has.
public struct NoPrograms: ProgramRunner {
  /// Creates one.
  public init() {}

  /// Always fails.
  public func run(_ call: ProgramCall) async throws(ProgramFailure) -> ProgramOutcome {
    throw Self.refusal(call.words)
  }

  /// Always something.
  public func objection(to words: [String]) -> ProgramFailure? { Self.refusal(words) }

  private static func refusal(_ words: [String]) -> ProgramFailure {
    ProgramFailure(
      "'\(words.first ?? "")' may not be run here",
      nextStep: "programs run in 'kmsctl apply' and 'kmsctl key rotate' only")
  }
}
