internal import KMSModel
internal import Planning

/// Warnings and refusals of a plan.
struct RefusalText {
  private let style: Style

  init(style: Style) { self.style = style }

  func render(_ warnings: [PlanWarning]) -> String {
    warnings.reduce(into: "") { text, warning in
      let name = warning.id.map { "\(Printable.escaped($0.shortForm)): " } ?? ""
      text += "\(style.paint("Warning:", .changed)) \(name)\(Printable.escaped(warning.message))"
      text += "\(Phrase.place(warning.place))\n"
    }
  }

  func render(_ refusals: [Refusal]) -> String {
    guard !refusals.isEmpty else { return "" }
    let count = Phrase.count(refusals.count, "reason")
    var text = style.paint("Refused for \(count). This plan cannot be applied:", .alarming) + "\n"
    for (index, refusal) in refusals.enumerated() {
      let name = refusal.id.map { "\(Printable.escaped($0.shortForm)): " } ?? ""
      text += "  \(index + 1). \(name)\(Printable.escaped(refusal.message))"
      text += " [\(refusal.rule.rawValue)]\(Phrase.place(refusal.place))\n"
      text += "     next step: \(Printable.escaped(refusal.nextStep))\n"
    }
    return text
  }
}
