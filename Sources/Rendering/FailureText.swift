/// Why a command ended early, as text.
public struct FailureText: Sendable {
  private let style: Style

  /// Creates a renderer.
  public init(style: Style) { self.style = style }

  /// Two lines at most: what, and what to do.
  public func render(_ message: String, nextStep: String?) -> String {
    let next = nextStep.map { "  next step: \(Printable.escaped($0))\n" } ?? ""
    return "\(style.paint("error:", .alarming)) \(Printable.escaped(message))\n\(next)"
  }
}
