internal import Cryptography
internal import Delivery
internal import KMSModel
internal import Secrets

/// Gets the password of a new client key from where the manifest says.
public struct PasswordReader: Sendable {
  private let environment: [String: String]
  private let baseDirectory: String

  /// Creates a reader; relative files are looked for below the stack's directory.
  public init(environment: [String: String], baseDirectory: String) {
    self.environment = environment
    self.baseDirectory = baseDirectory
  }

  /// The password, checked against the service's rules.
  func password(from source: PasswordSource) throws(StepFailure) -> Secret {
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
    case .fromCommand:
      throw StepFailure(
        .other, "a password from a command is not available in this version of kmsctl",
        nextStep: "use 'generate', 'fromEnv' or 'fromFile'")
    }
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
