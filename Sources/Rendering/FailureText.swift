/// Why a command ended early, as text.
public struct FailureText: Sendable {
  private let style: Style

  /// Creates a renderer.
  public init(style: Style) { self.style = style }

  /// Three lines at most: what, what to do, and where that was.
  public func render(_ message: String, nextStep: String?, target: RunTarget? = nil) -> String {
    let next = nextStep.map { "  next step: \(Printable.escaped($0))\n" } ?? ""
    let place = target.map { "  in effect: \($0.phrase)\n" } ?? ""
    return "\(style.paint("error:", .alarming)) \(Printable.escaped(message))\n\(next)\(place)"
  }
}
