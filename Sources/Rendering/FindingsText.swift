internal import KMSModel
internal import Planning

/// Warnings, notes, refusals and stuck rotations of a plan.
struct FindingsText {
  private let style: Style

  init(style: Style) { self.style = style }

  func render(_ warnings: [PlanWarning]) -> String {
    warnings.reduce(into: "") { text, warning in
      let name = subject(warning.id, warning.message)
      text += "\(style.paint("Warning:", .changed)) \(name)\(Printable.escaped(warning.message))"
      text += "\(Phrase.place(warning.place))\n"
    }
  }

  func render(_ notes: [PlanNote]) -> String {
    notes.reduce(into: "") { text, note in
      let name = subject(note.id, note.message)
      text += "\(style.paint("Note:", .strong)) \(name)\(Printable.escaped(note.message))\n"
      text += "      next step: \(Printable.escaped(note.nextStep))\n"
    }
  }

  func render(_ refusals: [Refusal]) -> String {
    guard !refusals.isEmpty else { return "" }
    let count = Phrase.count(refusals.count, "reason")
    var text = style.paint("Refused for \(count). This plan cannot be applied:", .alarming) + "\n"
    for (index, refusal) in refusals.enumerated() {
      text +=
        "  \(index + 1). \(subject(refusal.id, refusal.message))\(Printable.escaped(refusal.message))"
      text += " [\(refusal.rule.rawValue)]\(Phrase.place(refusal.place))\n"
      text += "     next step: \(Printable.escaped(refusal.nextStep))\n"
    }
    return text
  }

  func render(_ stuck: [StuckRotation]) -> String {
    guard !stuck.isEmpty else { return "" }
    var text = style.paint("Stuck until somebody makes a place:", .alarming) + "\n"
    for (index, one) in stuck.enumerated() {
      text += "  \(index + 1). \(Printable.escaped(one.message)) [\(StuckRotation.rule)]"
      text += "\(Phrase.place(one.place))\n"
      text += "     next step: \(Printable.escaped(one.nextStep))\n"
    }
    return text
  }

  /// The object's address, unless the message names it anyway.
  private func subject(_ id: ResourceID?, _ message: String) -> String {
    guard let name = id?.shortForm, !message.contains(name) else { return "" }
    return "\(Printable.escaped(name)): "
  }
}
