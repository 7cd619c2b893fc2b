internal import Diagnostics

/// A setting of the stack that `kmsctl init` asks for, checked as `kmsctl.yaml` is.
public enum StackSetting: Sendable {
  /// The stack's name.
  case name
  /// The number of the account.
  case account
  /// The region.
  case region

  /// What is found of a value: why it cannot be written, or why it is unusual.
  public struct Finding: Sendable, Hashable {
    /// The message.
    public var message: String
    /// The next step, when there is one.
    public var note: String?
    /// Whether the stack would be refused with it.
    public var isError: Bool
  }

  /// What `kmsctl validate` would say of a value.
  public func findings(in text: String) -> [Finding] {
    var problems = Problems()
    let value = Located(text, at: SourceLocation(file: StackLocator.fileName))
    if text.isEmpty {
      problems.report(.emptyValue, "nothing was given", at: nil, notes: [])
    } else {
      switch self {
      case .name: StackDecoder.checkOwnerPart(value, "the name", &problems)
      case .account: StackDecoder.checkAccount(value, &problems)
      case .region: StackDecoder.checkRegion(value, &problems)
      }
    }
    return problems.diagnostics.map {
      Finding(
        message: $0.message, note: $0.notes.first?.message, isError: $0.severity == .error)
    }
  }

  /// The longest name.
  public static let maximumNameLength = StackDecoder.maximumOwnerLength
}
