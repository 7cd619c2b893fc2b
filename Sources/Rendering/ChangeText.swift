internal import KMSModel
internal import Planning

/// One change as text: what, where, whose doing, and everything a reviewer must not miss.
struct ChangeText {
  private let style: Style
  private let steps: [Step.ID: Step]

  init(style: Style, steps: [Step]) {
    self.style = style
    self.steps = Dictionary(steps.map { ($0.id, $0) }) { first, _ in first }
  }

  func render(_ change: Change) -> String {
    var text = headline(change)
    text += change.reason.map { "      # \(Printable.escaped($0))\n" } ?? ""
    text += change.key.map(Self.key) ?? ""
    let showsPlaces = change.action != .create && change.action != .delete
    for field in change.fields {
      text += FieldText(style: style).render(field, showsPlace: showsPlaces)
    }
    for widening in change.widenings {
      text += "      \(style.paint("! widens access:", .alarming)) \(Printable.escaped(widening))\n"
    }
    text += dyingKeys(change.dyingKeys)
    text += inferredForms(change)
    if change.action == .replace { text += stepList(change) }
    return text
  }

  private func headline(_ change: Change) -> String {
    var (symbol, tone, note) = Self.look(change.action)
    if change.action == .delete, change.key != nil { note = " loses a key" }
    let space = String(repeating: " ", count: max(4 - symbol.count, 1))
    let name = style.paint(Printable.escaped(change.id.description), .strong)
    let place = style.paint(Phrase.place(change.place), .faint)
    return "\(space)\(style.paint(symbol, tone)) \(name)\(note)"
      + " [\(change.origin.rawValue)]\(place)\n"
  }

  private static func look(_ action: Change.Action) -> (String, Style.Tone, String) {
    switch action {
    case .create: ("+", .added, "")
    case .update: ("~", .changed, "")
    case .replace: ("-/+", .removed, " must be replaced")
    case .delete: ("-", .removed, " will be destroyed")
    case .adopt: ("~", .changed, " will be adopted")
    case .move: ("~", .changed, " moves to this stack")
    case .markerOnly: ("~", .faint, " marker only")
    case .retire: ("-", .removed, " loses a predecessor")
    case .report: (".", .faint, " waits")
    }
  }

  /// The key that is replaced, or that goes: its id, its end, and how long that is.
  private static func key(_ key: ChangedKey) -> String {
    let days = key.daysLeft < 0 ? "has ended" : "\(Phrase.count(key.daysLeft, "day")) left"
    return "      client key \(Printable.escaped(key.id)) valid until \(key.notAfter), \(days)\n"
  }

  private func dyingKeys(_ keys: [DyingKey]) -> String {
    guard !keys.isEmpty else { return "" }
    var text =
      "      \(style.paint("! \(Phrase.count(keys.count, "client key")) will stop", .alarming))"
    text += " working at once:\n"
    for key in keys {
      let known = key.isRecorded ? "recorded" : "not recorded, somebody else may use it"
      text += "          - \(Printable.escaped(key.id)) valid until \(key.notAfter), \(known)\n"
    }
    return text
  }

  /// A refused plan has no steps, so the fields are asked as well.
  private func inferredForms(_ change: Change) -> String {
    let fromSteps = change.steps.compactMap { steps[$0] }.map { StepText($0).inferredWireForm }
    let notes = (fromSteps + change.fields.map(InferredForm.note)).compactMap { $0 }
    return Set(notes).sorted().map { "      # \($0)\n" }.joined()
  }

  private func stepList(_ change: Change) -> String {
    let own = change.steps.compactMap { steps[$0] }
    guard !own.isEmpty else { return "" }
    return own.enumerated().reduce(into: "      in these steps:\n") { text, item in
      text += "          \(item.offset + 1). \(StepText(item.element).sentence)\n"
    }
  }
}
