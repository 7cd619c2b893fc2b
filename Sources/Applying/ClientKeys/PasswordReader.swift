internal import Cryptography
public import Delivery
internal import KMSModel
internal import Secrets

/// Gets the password of a new client key from where the manifest says.
public struct PasswordReader: Sendable {
  private let environment: [String: String]
  private let baseDirectory: String
  private let programs: any ProgramRunner

  /// How long a command for a password may take.
  static let commandTimeLimit = Duration.seconds(60)

  /// Creates a reader; relative files are looked for below the stack's directory.
  public init(
    environment: [String: String], baseDirectory: String, programs: any ProgramRunner = NoPrograms()
  ) {
    self.environment = environment
    self.baseDirectory = baseDirectory
    self.programs = programs
  }

  /// Proves what can be proven of a source without side effects.
  ///
  /// A command may make a new password each time it is asked, so it is only looked at, not run.
  func preflight(_ source: PasswordSource) async throws(StepFailure) {
    guard case .fromCommand(let words) = source else {
      _ = try await password(from: source)
      return
    }
    if let objection = programs.objection(to: words) { throw Self.failure(objection) }
  }

  /// The password, checked against the service's rules; a command is run once.
  func password(from source: PasswordSource) async throws(StepFailure) -> Secret {
    switch source {
    case .generate(let length):
      guard PasswordRule.lengths.contains(length) else {
        throw StepFailure(.other, "a generated password of \(length) characters is not allowed")
      }
      var generator = SecureRandom()
      return PasswordGenerator.password(length: length, using: &generator)
    case .fromEnv(let name):
      guard let text = environment[name] else {
        throw StepFailure(
          .other, "the environment variable '\(name)' for the password is not set",
          nextStep: "set it for the 'kmsctl apply' run")
      }
      return try checked(Secret(text), "the password in the environment variable '\(name)'")
    case .fromFile(let path):
      return try checked(try read(path), "the password in '\(path)'")
    case .fromCommand(let words):
      return try checked(try await output(of: words), "the password from '\(words.first ?? "")'")
    }
  }

  private func output(of words: [String]) async throws(StepFailure) -> Secret {
    let outcome: ProgramOutcome
    do throws(ProgramFailure) {
      outcome = try await programs.run(ProgramCall(words, timeLimit: Self.commandTimeLimit))
    } catch {
      throw Self.failure(error)
    }
    let end =
      switch outcome.end {
      case .exited(0): ""
      case .exited(let status): "ended with status \(status)"
      case .signalled(let signal): "was ended by signal \(signal)"
      case .timedOut: "did not end within \(Self.commandTimeLimit.components.seconds) s"
      }
    guard end.isEmpty else {
      // What it complains about may quote the password that it did not hand out.
      let complaint = outcome.complaint(hiding: [outcome.output.withoutLineEnd])
      throw StepFailure(
        .other,
        "the command '\(words.first ?? "")' for the password \(end)"
          + (complaint.isEmpty ? "" : ": \(complaint)"),
        nextStep: "run it by hand and repair what it complains about")
    }
    return outcome.output.withoutLineEnd
  }

  private static func failure(_ failure: ProgramFailure) -> StepFailure {
    StepFailure(
      .other, "the password cannot be had: \(failure.message)", nextStep: failure.nextStep)
  }

  private func read(_ path: String) throws(StepFailure) -> Secret {
    do {
      return try SecretFile.content(
        ofFile: PathText.absolute(path, in: baseDirectory), atMost: PasswordRule.lengths.upperBound)
    } catch {
      throw StepFailure(
        .other, "the password file '\(path)' \(error.message)", nextStep: error.nextStep)
    }
  }

  private func checked(_ password: Secret, _ name: String) throws(StepFailure) -> Secret {
    guard let objection = PasswordRule.objection(to: password) else { return password }
    throw StepFailure(.other, "\(name) \(objection)")
  }
}
