/// Why a command ended early, as a versioned JSON document.
public struct FailureJSON: Sendable {
  /// Creates a renderer.
  public init() {}

  /// The document.
  public func render(
    _ message: String, nextStep: String?, cause: String? = nil, target: RunTarget? = nil,
    exit: ExitNote
  ) throws -> String {
    try JSONText.encode(
      Document(message: message, nextStep: nextStep, cause: cause, target: target, exit: exit))
  }

  private struct Document: Encodable {
    var document = "error"
    var formatVersion = "1.0"
    var message: String
    var nextStep: String?
    var cause: String?
    var target: RunTarget?
    var exit: ExitNote
  }
}
