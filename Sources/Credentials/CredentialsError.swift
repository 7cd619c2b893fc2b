/// Why there are no credentials; its text never holds any part of one.
public struct CredentialsError: Error, Sendable, Hashable {
  /// What went wrong.
  public enum Code: String, Sendable {
    /// Nothing that could give credentials is set.
    case notFound
    /// Some of the variables that belong together are set, some are not.
    case halfSet
    /// The configuration file could not be read or understood.
    case badFile
    /// There is no such profile.
    case unknownProfile
    /// The profile's mode is not supported.
    case unsupportedMode
    /// The source that comes first is not supported.
    case unsupportedSource
    /// A value cannot be right, such as a key with a line end.
    case badValue
  }

  /// What went wrong.
  public var code: Code
  /// What was found and what was expected.
  public var message: String
  /// What to do.
  public var nextStep: String

  /// Creates an error.
  public init(_ code: Code, _ message: String, nextStep: String) {
    self.code = code
    self.message = message
    self.nextStep = nextStep
  }
}

extension CredentialsError: CustomStringConvertible {
  /// The message and the next step.
  public var description: String { "\(message); \(nextStep)" }
}
